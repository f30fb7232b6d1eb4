package dev.mgx.stream;

import dev.mgx.task.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A cursor whose {@code next} blocks until there are new events. For one thread at a time. */
public final class BlockingCursor implements AutoCloseable {
    private static final int BATCH_BYTES = 16 * 1024;

    private final Semaphore wakes;
    private final Cursor cursor;
    private boolean over;

    private BlockingCursor(Cursor cursor, Semaphore wakes) {
        this.cursor = cursor;
        this.wakes = wakes;
    }

    /** Opens a cursor after an event; empty for an unknown task. */
    public static Optional<BlockingCursor> open(Streams streams, String taskId, long since) {
        return open(streams, taskId, since, Set.of());
    }

    /** Opens a cursor that excludes some event types. */
    public static Optional<BlockingCursor> open(Streams streams, String taskId, long since, Set<EventType> without) {
        Semaphore wakes = new Semaphore(0);
        return streams.open(taskId, since, without, wakes::release).map(cursor -> new BlockingCursor(cursor, wakes));
    }

    /** The next events, in order; none when nothing came in this time, or when nothing more is to come. Blocks. */
    public List<EventFrame> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            wakes.drainPermits(); // before looking: a wake that comes after the look is not lost
            switch (cursor.next(BATCH_BYTES)) {
                case Next.Events(var events) -> {
                    return events;
                }
                case Next.Behind() -> cursor.load();
                case Next.Idle() -> {
                    // Excluded events wake it too, but do not extend the timeout.
                    if (!wakes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return List.of();
                    }
                }
                case Next.Moved moved -> {} // only events count here
                case Next.Ended ended -> over = true;
                case Next.Deleted deleted -> over = true;
            }
            if (over) {
                return List.of();
            }
        }
    }

    /** Whether no more events will come: the task is over or deleted. */
    public boolean over() {
        return over;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
