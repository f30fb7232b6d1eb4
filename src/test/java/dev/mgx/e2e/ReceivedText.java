package dev.mgx.e2e;

import java.util.concurrent.TimeUnit;

/** What a connection has brought so far, until it ended. Thread-safe. */
final class ReceivedText {
    private static final long TIMEOUT_SECONDS = 30;

    private final StringBuilder text = new StringBuilder();
    private String end = "";

    synchronized void append(String more) {
        text.append(more);
        notifyAll();
    }

    /** @param how not empty */
    synchronized void ended(String how) {
        end = how;
        notifyAll();
    }

    /** Waits until this is in it. */
    synchronized void await(String part) throws InterruptedException {
        awaitThat(() -> text.indexOf(part) >= 0 || !end.isEmpty());
        if (text.indexOf(part) < 0) {
            throw new AssertionError("no '%s', but %s; there was: %s".formatted(part, said(), text));
        }
    }

    /** Waits for the end; returns how it was. */
    synchronized String awaitEnd() throws InterruptedException {
        awaitThat(() -> !end.isEmpty());
        return said();
    }

    synchronized String text() {
        return text.toString();
    }

    private String said() {
        return end.isEmpty() ? "no end" : end;
    }

    private void awaitThat(java.util.function.BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!so.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
