package dev.mgx.server;

import dev.mgx.store.EncodedEvent;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Next;
import dev.mgx.stream.Streams;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A task's events as server-sent events, from a cursor, up to the end of its run. Used by one thread, which it
 * blocks while nothing happens.
 */
final class EventStream implements Response.Body.Pieces {
    /** Proxies end what is silent for longer. */
    private static final Duration COMMENT_INTERVAL = Duration.ofSeconds(15);

    private static final int BATCH_CHARACTERS = 16 * 1024;
    private static final String TYPE = "\"event_type\":\"";

    private final Semaphore wakes;
    private final Cursor cursor;
    private boolean opened;
    private boolean over;

    private EventStream(Cursor cursor, Semaphore wakes) {
        this.cursor = cursor;
        this.wakes = wakes;
    }

    /** A stream of what follows an event; empty for an unknown task. */
    static Optional<EventStream> open(Streams streams, String taskId, long since) {
        Semaphore wakes = new Semaphore(0);
        return streams.open(taskId, since, wakes::release).map(cursor -> new EventStream(cursor, wakes));
    }

    @Override
    public boolean hasNext() {
        return !over;
    }

    @Override
    public String next() {
        if (!opened) {
            opened = true;
            return "retry: 1000\n\n"; // at once, so that the client sees that it is connected
        }
        while (true) {
            wakes.drainPermits(); // before looking: a wake that comes after the look is not lost
            switch (cursor.next(BATCH_CHARACTERS)) {
                case Next.Events(var events) -> {
                    StringBuilder piece = new StringBuilder();
                    events.forEach(event -> append(piece, event));
                    return piece.toString();
                }
                case Next.Behind() -> cursor.load();
                case Next.Idle() -> {
                    if (!woken()) {
                        return ": still here\n\n";
                    }
                }
                case Next.Ended(String stateJson) -> {
                    over = true;
                    return "";
                }
                case Next.Deleted() -> {
                    over = true;
                    return "";
                }
            }
        }
    }

    private boolean woken() {
        try {
            return wakes.tryAcquire(COMMENT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next write ends the answer
            over = true;
            return false;
        }
    }

    private static void append(StringBuilder piece, EncodedEvent event) {
        int type = event.json().indexOf(TYPE) + TYPE.length();
        piece.append("id: ").append(event.eventId()).append("\nevent: ");
        piece.append(event.json(), type, event.json().indexOf('"', type));
        piece.append("\ndata: ").append(event.json()).append("\n\n");
    }

    @Override
    public void close() {
        cursor.close();
    }
}
