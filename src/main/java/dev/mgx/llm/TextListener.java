package dev.mgx.llm;

/** Receives a model's text piece by piece, in order. An empty piece signals that the model is still working. */
@FunctionalInterface
public interface TextListener {
    void text(String piece) throws InterruptedException;

    /** A piece of what the model thinks before it answers; to a listener without use for it, a sign of life. */
    default void thought(String piece) throws InterruptedException {
        text("");
    }
}
