package dev.mgx.server;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the database's one writer up, from the first write that it is told of until it is closed. */
public final class HeldWriter implements JournalListener, AutoCloseable {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void deleted(String taskId) {}

    public void awaitHeld() throws InterruptedException {
        if (!held.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was written");
        }
    }

    @Override
    public void close() {
        release.countDown();
    }
}
