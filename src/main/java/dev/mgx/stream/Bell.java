package dev.mgx.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those cursors of a tail whose watchers are woken by one executor, such as an event loop: with one task for all
 * of them, whoever rings.
 *
 * <p>The race: a cursor says that it waits, and then looks once more whether there is something. Whoever publishes does
 * so before ringing. So one of the two notices the other. Thread-safe, without a lock.
 */
final class Bell {
    private static final Logger log = LoggerFactory.getLogger(Bell.class);

    private final Executor executor;
    private final Set<Cursor> cursors = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean armed = new AtomicBoolean();

    Bell(Executor executor) {
        this.executor = executor;
    }

    void add(Cursor cursor) {
        cursors.add(cursor);
    }

    void remove(Cursor cursor) {
        cursors.remove(cursor);
    }

    int size() {
        return cursors.size();
    }

    /** One of them waits. */
    void arm() {
        armed.set(true);
    }

    /** Has all who wait woken, if any does. */
    void ring() {
        if (armed.get() && armed.getAndSet(false)) {
            try {
                executor.execute(this::wake);
            } catch (RuntimeException e) {
                log.error("{} watchers could not be woken", cursors.size(), e);
            }
        }
    }

    private void wake() {
        for (Cursor cursor : cursors) {
            if (cursor.stopWaiting()) {
                cursor.wake();
            }
        }
    }
}
