package dev.mgx.llm.gateway;

import java.time.Duration;

/** What becomes of a call that failed. */
sealed interface RetryVerdict {

    /** It is made again after a pause. */
    record Again(Duration delay) implements RetryVerdict {}

    /** It is not, for a reason that a person can read. */
    record GiveUp(String reason) implements RetryVerdict {}
}
