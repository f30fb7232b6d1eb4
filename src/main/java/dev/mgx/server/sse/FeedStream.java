package dev.mgx.server.sse;

import dev.mgx.json.Json;
import dev.mgx.server.http.Response;
import dev.mgx.store.journal.Feed;
import dev.mgx.stream.FeedCursor;
import dev.mgx.task.FeedEntry;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feed of all tasks as server-sent events. It begins by saying where it is, so that a client which is cut off before
 * anything came goes on from there. Used by one thread, which blocks while there is nothing.
 */
public final class FeedStream implements Response.Body.Pieces {
    /** Shorter than the idle timeouts of common proxies. */
    private static final Duration COMMENT_INTERVAL = Duration.ofSeconds(15);

    private final FeedCursor cursor;
    private final Form form;
    private final Instant now;
    private final long opened;
    private boolean begun;
    private boolean over;

    /**
     * How the feed is sent.
     *
     * @param names whether each entry has its change as its name
     * @param atMost after how long it ends; null for never
     */
    public record Form(boolean names, @Nullable Duration atMost) {}

    /** The cursor is closed with it. */
    public FeedStream(FeedCursor cursor, Form form, Instant now) {
        this.cursor = cursor;
        this.form = form;
        this.now = now;
        opened = System.nanoTime();
    }

    @Override
    public boolean hasNext() {
        return !over;
    }

    @Override
    public Buffer next() {
        if (!begun) {
            begun = true;
            FeedEntry connected = FeedEntry.without(cursor.position(), FeedEntry.Change.CONNECTED, now, null);
            Buffer first = Buffer.buffer(": connected\n\nretry: 1000\n");
            append(first, cursor.position(), connected.change().toString(), bytes(connected));
            return first;
        }
        List<Feed.Recorded> entries = await();
        if (entries.isEmpty()) {
            return Buffer.buffer(over ? "" : ": still here\n\n");
        }
        Buffer piece = Buffer.buffer();
        entries.forEach(entry -> append(piece, entry.position(), entry.change(), entry.json()));
        return piece;
    }

    private static byte[] bytes(FeedEntry entry) {
        return Json.write(entry).getBytes(StandardCharsets.UTF_8);
    }

    private List<Feed.Recorded> await() {
        Duration left = left();
        try {
            List<Feed.Recorded> entries = cursor.next(left);
            over = entries.isEmpty() && left().isZero();
            return entries;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next write ends the response
            over = true;
            return List.of();
        }
    }

    /** How long to wait now. */
    private Duration left() {
        if (form.atMost() == null) {
            return COMMENT_INTERVAL;
        }
        Duration left = form.atMost().minusNanos(System.nanoTime() - opened);
        return left.isNegative() ? Duration.ZERO : left.compareTo(COMMENT_INTERVAL) < 0 ? left : COMMENT_INTERVAL;
    }

    private void append(Buffer piece, long position, String name, byte[] json) {
        piece.appendString("id: " + position + (form.names() ? "\nevent: " + name : "") + "\ndata: ");
        piece.appendBytes(json).appendString("\n\n");
    }

    @Override
    public void close() {
        cursor.close();
    }
}
