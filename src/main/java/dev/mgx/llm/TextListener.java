package dev.mgx.llm;

/** Is given a model's text piece by piece, in order; an empty piece says that the model is still at work. */
@FunctionalInterface
public interface TextListener {
    void text(String piece) throws InterruptedException;
}
