package dev.mgx.server.api;

import dev.mgx.server.http.Response;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/** A task's events as a JSON document or as lines of JSON, read from the journal page by page, so that memory use is bounded. */
final class EventPages implements Response.Body.Pieces {
    private static final int PAGE = 200;
    private static final int PAGE_BYTES = 512 * 1024;

    private final Journal journal;
    private final String taskId;
    private final Part part;
    private final boolean lines;
    private long position;
    private long left;
    private boolean opened;
    private boolean closed;

    private EventPages(Journal journal, String taskId, Part part, boolean lines) {
        this.journal = journal;
        this.taskId = taskId;
        this.part = part;
        this.lines = lines;
        position = part.since();
        left = part.limit();
    }

    /**
     * Selects a task's events.
     *
     * @param since only events after this one
     * @param total the number of events the task has; later ones are excluded
     * @param limit the maximum number of events
     * @param without excluded types, which still count towards {@code total}
     */
    record Part(long since, long total, int limit, Set<EventType> without) {}

    /** The document {@code {events, total}} in pieces, from the events' stored JSON. */
    static Response.Body.Pieces document(Journal journal, String taskId, Part part) {
        return new EventPages(journal, taskId, part, false);
    }

    /** The events in pieces, one a line, as {@code application/x-ndjson}. */
    static Response.Body.Pieces lines(Journal journal, String taskId, Part part) {
        return new EventPages(journal, taskId, part, true);
    }

    /**
     * Passes every event up to {@code last} to the action, in order, excluding the given types. Blocks.
     *
     * @throws InterruptedException between two pages
     */
    static void forEach(
            Journal journal, String taskId, long last, Set<EventType> without, Consumer<RecordedEvent> action)
            throws InterruptedException {
        long position = 0;
        while (position < last) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<RecordedEvent> page = journal.after(taskId, position, PAGE, PAGE_BYTES, without);
            if (page.isEmpty()) {
                return; // the rest is excluded, or the task was deleted
            }
            page.stream().filter(event -> event.eventId() <= last).forEach(action);
            position = page.getLast().eventId();
        }
    }

    @Override
    public boolean hasNext() {
        return !closed;
    }

    @Override
    public Buffer next() {
        if (closed) {
            throw new NoSuchElementException();
        }
        Buffer piece = Buffer.buffer();
        List<RecordedEvent> page = page();
        if (lines) {
            page.forEach(event -> piece.appendBytes(event.json()).appendByte((byte) '\n'));
        } else {
            appendItems(piece, page);
        }
        left -= page.size();
        // empty: the rest is excluded, or the task was deleted
        position = page.isEmpty() ? part.total() : page.getLast().eventId();
        if (left == 0 || position >= part.total()) {
            piece.appendString(lines ? "" : "],\"total\":" + part.total() + "}");
            closed = true;
        }
        return piece;
    }

    private void appendItems(Buffer piece, List<RecordedEvent> page) {
        if (!opened) {
            piece.appendString("{\"events\":[");
        }
        for (RecordedEvent event : page) {
            piece.appendString(opened ? "," : "").appendBytes(event.json());
            opened = true;
        }
        opened = true;
    }

    private List<RecordedEvent> page() {
        if (position >= part.total()) {
            return List.of();
        }
        int most = (int) Math.min(PAGE, left);
        return journal.after(taskId, position, most, PAGE_BYTES, part.without()).stream()
                .takeWhile(event -> event.eventId() <= part.total())
                .toList();
    }
}
