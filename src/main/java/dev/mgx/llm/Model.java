package dev.mgx.llm;

/** A language model that answers one prompt at a time. Thread-safe; many calls may run side by side. */
public interface Model {
    /** What it is called: {@code simulated}, {@code gpt-…}. */
    String name();

    /** Whether no real model answers. */
    boolean simulated();

    /**
     * Answers {@code prompt}, giving {@code onText} each piece of text on the caller's thread as it
     * comes. Blocks, without a bound of its own; an interrupt closes the call at once, within 1 s.
     *
     * @return with the tokens used; the cost is put in by the gateway
     * @throws ModelFailed when there is no whole answer
     */
    Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException;
}
