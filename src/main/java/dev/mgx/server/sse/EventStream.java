package dev.mgx.server.sse;

import dev.mgx.server.http.Response;
import dev.mgx.stream.BlockingCursor;
import dev.mgx.stream.EventFrame;
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
    private final Form form;
    private boolean opened;
    private boolean begun;
    private boolean interrupted;

    /**
     * How events are sent.
     *
     * @param without excluded types
     * @param names whether each event has its type as its name; a page's {@code onmessage} gets those without a name only
     * @param greeting the first comment
     */
    public record Form(Set<EventType> without, boolean names, String greeting) {}

    private EventStream(BlockingCursor cursor, Form form) {
        this.cursor = cursor;
        this.form = form;
    }

    /** The events after {@code since}; empty for an unknown task. */
    public static Optional<EventStream> open(Streams streams, String taskId, long since, Form form) {
        return BlockingCursor.open(streams, taskId, since, form.without()).map(cursor -> new EventStream(cursor, form));
    }

    @Override
    public boolean hasNext() {
        return !cursor.over() && !interrupted;
    }

    @Override
    public Buffer next() {
        if (!opened) {
            opened = true;
            return Buffer.buffer(": " + form.greeting() + "\n\n"); // at once: the client sees that it is connected
        }
        List<EventFrame> events = await();
        if (events.isEmpty()) {
            return Buffer.buffer(hasNext() ? ": still here\n\n" : "");
        }
        Buffer piece = Buffer.buffer();
        events.forEach(event -> append(piece, event));
        return piece;
    }

    private List<EventFrame> await() {
        try {
            return cursor.next(COMMENT_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next write ends the response
            interrupted = true;
            return List.of();
        }
    }

    private void append(Buffer piece, EventFrame event) {
        piece.appendString(begun ? "" : "retry: 1000\n"); // in a block of its own it looks like an event
        begun = true;
        piece.appendString("id: " + event.eventId() + (form.names() ? "\nevent: " + event.type() : "") + "\ndata: ");
        piece.appendBytes(event.json()).appendString("\n\n");
    }

    @Override
    public void close() {
        cursor.close();
    }
}
