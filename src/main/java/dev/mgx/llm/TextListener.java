package dev.mgx.llm;

/** Is given a model's text piece by piece, in order. */
@FunctionalInterface
public interface TextListener {
    void text(String piece) throws InterruptedException;
}
