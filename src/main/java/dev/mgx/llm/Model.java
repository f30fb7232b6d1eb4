package dev.mgx.llm;

/** A language model. Thread-safe; calls may run concurrently. */
public interface Model {
    /** Its name, such as {@code simulated} or {@code gpt-…}. */
    String name();

    /** Whether no real model answers. */
    boolean simulated();

    /**
     * Answers {@code prompt} and passes each piece of text to {@code onText} on the calling thread as it arrives.
     * Blocks without a timeout of its own; an interrupt closes the call within 1 s.
     *
     * @return the answer with the tokens used; the gateway adds the cost
     * @throws ModelFailed when there is no complete answer
     */
    Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException;
}
