package dev.mgx.llm.provider.stub;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One model call as the server saw it. Thread-safe. */
public final class StubCall {
    private final int number;
    private final String protocol;
    private final StubRequest request;
    private final long began = System.nanoTime();
    private final AtomicInteger framesSent = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile CallEnd ending = CallEnd.OPEN;
    private volatile long ended;

    /** How a call ended. */
    public enum CallEnd {
        /** It has not. */
        OPEN,
        /** Everything that there was to send was sent. */
        ANSWERED,
        /** The server broke it off. */
        BROKEN,
        /** The client closed its connection before the server was done. */
        LEFT
    }

    StubCall(int number, String protocol, StubRequest request) {
        this.number = number;
        this.protocol = protocol;
        this.request = request;
    }

    /** 1, 2, … in the order in which the calls began. */
    public int number() {
        return number;
    }

    public String protocol() {
        return protocol;
    }

    public StubRequest request() {
        return request;
    }

    /** When it began, by {@code System.nanoTime()}. */
    public long began() {
        return began;
    }

    /** When it ended, by {@code System.nanoTime()}; only after {@link #awaitEnd}. */
    public long ended() {
        return ended;
    }

    public int framesSent() {
        return framesSent.get();
    }

    public CallEnd ending() {
        return ending;
    }

    /** Waits until the call has ended, and says how; OPEN when it has not by then. */
    public CallEnd awaitEnd(Duration atMost) throws InterruptedException {
        boolean isOver = over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return isOver ? ending : CallEnd.OPEN;
    }

    void frameSent() {
        framesSent.incrementAndGet();
    }

    /** Whoever ends it first says how. */
    synchronized void end(CallEnd how) {
        if (ending == CallEnd.OPEN) {
            ended = System.nanoTime();
            ending = how;
            over.countDown();
        }
    }
}
