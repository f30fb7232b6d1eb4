package dev.mgx.engine;

import dev.mgx.store.RunEnding;

/** Why a run ends, which decides how that is carried out. */
sealed interface EndCause {

    /** Its workflow came to an end by itself. */
    record Returned(Outcome outcome) implements EndCause {}

    /** A stop, a deadline, or a failure that its workflow does not know of. */
    record Ordered(RunEnding ending) implements EndCause {}

    /** Its task is to be gone: no end is recorded, as there will be nothing to record it in. */
    record Deleted() implements EndCause {}
}
