package dev.mgx.llm.provider.stub;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A model call as seen by the server. Thread-safe. */
public final class StubCall {
    private final int number;
    private final String protocol;
    private final StubRequest request;
    private final long began = System.nanoTime();
    private final AtomicInteger framesSent = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Outcome outcome = Outcome.OPEN;
    private volatile long ended;

    /** How a call ended. */
    public enum Outcome {
        /** It has not ended. */
        OPEN,
        /** Everything was sent. */
        ANSWERED,
        /** The server cut or reset the connection. */
        BROKEN,
        /** The client disconnected before the server was done. */
        DISCONNECTED
    }

    StubCall(int number, String protocol, StubRequest request) {
        this.number = number;
        this.protocol = protocol;
        this.request = request;
    }

    /** 1, 2, … in order of arrival. */
    public int number() {
        return number;
    }

    public String protocol() {
        return protocol;
    }

    public StubRequest request() {
        return request;
    }

    /** When it arrived, by {@code System.nanoTime()}. */
    public long began() {
        return began;
    }

    /** When it ended, by {@code System.nanoTime()}; only after {@link #awaitOutcome}. */
    public long ended() {
        return ended;
    }

    public int framesSent() {
        return framesSent.get();
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Waits until the call has ended and returns how; OPEN if it has not ended in time. */
    public Outcome awaitOutcome(Duration atMost) throws InterruptedException {
        boolean isOver = over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return isOver ? outcome : Outcome.OPEN;
    }

    void frameSent() {
        framesSent.incrementAndGet();
    }

    /** Ends the call; the first outcome counts. */
    synchronized void end(Outcome how) {
        if (outcome == Outcome.OPEN) {
            ended = System.nanoTime();
            outcome = how;
            over.countDown();
        }
    }
}
