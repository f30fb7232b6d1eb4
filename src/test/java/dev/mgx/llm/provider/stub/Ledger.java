package dev.mgx.llm.provider.stub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All requests that a server received, in order. Thread-safe. */
public final class Ledger {
    private final List<StubCall> calls = new ArrayList<>();
    private final List<StubRequest> others = new ArrayList<>();

    synchronized StubCall begin(String protocol, StubRequest request) {
        StubCall call = new StubCall(calls.size() + 1, protocol, request);
        calls.add(call);
        notifyAll();
        return call;
    }

    synchronized void add(StubRequest other) {
        others.add(other);
    }

    /** The model calls so far. */
    public synchronized List<StubCall> calls() {
        return List.copyOf(calls);
    }

    /** The other requests: model listings. */
    public synchronized List<StubRequest> others() {
        return List.copyOf(others);
    }

    /**
     * Waits for the call of this number.
     *
     * @throws AssertionError when it has not arrived in time
     */
    public synchronized StubCall await(int number, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (calls.size() < number) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("%d calls, waited for %d".formatted(calls.size(), number));
            }
            wait(left);
        }
        return calls.get(number - 1);
    }
}
