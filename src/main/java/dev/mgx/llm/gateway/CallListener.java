package dev.mgx.llm.gateway;

/** Is told of a call while it is under way, on the caller's thread; the call waits until it returns. */
@FunctionalInterface
public interface CallListener {
    void told(CallReport report) throws InterruptedException;
}
