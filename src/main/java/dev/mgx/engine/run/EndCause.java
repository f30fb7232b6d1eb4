package dev.mgx.engine.run;

import dev.mgx.store.journal.DecidedEnd;

/** Why a run ends, which determines how its end is carried out. */
sealed interface EndCause {

    /** Its workflow returned. */
    record Returned(WorkflowResult result) implements EndCause {}

    /** A stop, a deadline, or a failure outside the workflow. */
    record External(DecidedEnd end) implements EndCause {}

    /** Its task is deleted: no end is recorded. */
    record Deleted() implements EndCause {}
}
