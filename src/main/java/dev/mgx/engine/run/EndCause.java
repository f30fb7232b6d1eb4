package dev.mgx.engine.run;

import dev.mgx.store.journal.DecidedEnd;

/** Why a run ends, which decides how that is carried out. */
sealed interface EndCause {

    /** Its workflow came to an end by itself. */
    record Returned(WorkflowResult outcome) implements EndCause {}

    /** A stop, a deadline, or a failure that its workflow does not know of. */
    record Ordered(DecidedEnd ending) implements EndCause {}

    /** Its task is to be gone: no end is recorded, as there will be nothing to record it in. */
    record Deleted() implements EndCause {}
}
