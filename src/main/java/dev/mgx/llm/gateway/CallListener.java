package dev.mgx.llm.gateway;

/** Receives reports of a call in progress, on the caller's thread; the call waits until it returns. */
@FunctionalInterface
public interface CallListener {
    void onReport(CallReport report) throws InterruptedException;
}
