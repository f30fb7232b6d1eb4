package dev.mgx.llm.gateway;

import java.time.Duration;

/** Is told of model calls that are over. Called on the caller's thread; must not block. */
@FunctionalInterface
public interface CallObserver {
    /**
     * A call is over.
     *
     * @param ending {@code answered}, {@code interrupted}, {@code failed}, or the kind of the model's failure, in lower case
     */
    void over(String ending, Duration took);
}
