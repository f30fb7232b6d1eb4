package dev.mgx.llm;

/** A language model that answers one prompt at a time. Thread-safe; many calls may run side by side. */
public interface Model {
    /** Its name, such as {@code simulated} or {@code gpt-…}. */
    String name();

    /** Whether no real model answers. */
    boolean simulated();

    /** What is known so far of the model where it runs. Does not block. */
    default ModelProfile profile() {
        return ModelProfile.UNKNOWN;
    }

    /**
     * Finds out what is not known yet, at no cost; blocks for a short conversation the first time that a model is used on
     * a machine. What cannot be found out stays unknown, and fails nothing.
     */
    default void learn() throws InterruptedException {}

    /**
     * Answers {@code prompt} and passes each piece of text to {@code onText} on the calling thread as it arrives.
     * Blocks without a timeout of its own; an interrupt closes the call within 1 s.
     *
     * @return with the tokens used; the cost is put in by the gateway
     * @throws ModelFailed when there is no whole answer
     */
    Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException;
}
