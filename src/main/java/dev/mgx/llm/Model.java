package dev.mgx.llm;

/** A language model that answers one prompt at a time. Thread-safe; many calls may run side by side. */
public interface Model {
    /** What it is called: {@code simulated}, {@code gpt-…}. */
    String name();

    /** Whether no real model answers. */
    boolean simulated();

    /**
     * Answers {@code prompt}, giving {@code onText} each piece of text on the caller's thread as it
     * comes. Blocks; an interrupt closes the call at once.
     */
    Answer answer(Prompt prompt, TextListener onText) throws InterruptedException;
}
