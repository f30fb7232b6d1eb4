package dev.mgx.server.sse;

import dev.mgx.server.http.Response;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.stream.BlockingCursor;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventType;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A task's events as server-sent events, from a cursor up to the end of the run. Used by one thread, which blocks while
 * there are no events.
 */
public final class EventStream implements Response.Body.Pieces {
    /** Shorter than the idle timeouts of common proxies. */
    private static final Duration COMMENT_INTERVAL = Duration.ofSeconds(15);

    private final BlockingCursor cursor;
    private boolean opened;
    private boolean interrupted;

    private EventStream(BlockingCursor cursor) {
        this.cursor = cursor;
    }

    /** The events after {@code since}, excluding the given types; empty for an unknown task. */
    public static Optional<EventStream> open(Streams streams, String taskId, long since, Set<EventType> without) {
        return BlockingCursor.open(streams, taskId, since, without).map(EventStream::new);
    }

    @Override
    public boolean hasNext() {
        return !cursor.over() && !interrupted;
    }

    @Override
    public Buffer next() {
        if (!opened) {
            opened = true;
            return Buffer.buffer("retry: 1000\n\n"); // at once, so that the client sees that it is connected
        }
        List<RecordedEvent> events = await();
        if (events.isEmpty()) {
            return Buffer.buffer(hasNext() ? ": still here\n\n" : "");
        }
        Buffer piece = Buffer.buffer();
        events.forEach(event -> append(piece, event));
        return piece;
    }

    private List<RecordedEvent> await() {
        try {
            return cursor.next(COMMENT_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next write ends the response
            interrupted = true;
            return List.of();
        }
    }

    private static void append(Buffer piece, RecordedEvent event) {
        piece.appendString("id: " + event.eventId() + "\nevent: " + event.type() + "\ndata: ");
        piece.appendBytes(event.json()).appendString("\n\n");
    }

    @Override
    public void close() {
        cursor.close();
    }
}
