package dev.mgx.llm.gateway;

import java.time.Duration;

/** What to do with a failed call. */
sealed interface RetryVerdict {

    /** Retry it after a delay. */
    record Again(Duration delay) implements RetryVerdict {}

    /** Do not retry it, for a reason to show to people. */
    record GiveUp(String reason) implements RetryVerdict {}
}
