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

/** A task's events, read from the journal page by page, so that a long task costs no more memory than a short one. */
final class EventPages implements Response.Body.Pieces {
    private static final int PAGE = 200;
    private static final int PAGE_BYTES = 512 * 1024;

    private final Journal journal;
    private final String taskId;
    private final Part part;
    private long position;
    private long left;
    private boolean opened;
    private boolean closed;

    private EventPages(Journal journal, String taskId, Part part) {
        this.journal = journal;
        this.taskId = taskId;
        this.part = part;
        position = part.since();
        left = part.limit();
    }

    /**
     * Which of a task's events.
     *
     * @param since those after this one
     * @param total how many events the task has; later ones are left out
     * @param limit at most so many
     * @param without but for those of these types, which count as the task's all the same
     */
    record Part(long since, long total, int limit, Set<EventType> without) {}

    /** The document {@code {events, total}} in pieces, made of the events as they were encoded once. */
    static Response.Body.Pieces document(Journal journal, String taskId, Part part) {
        return new EventPages(journal, taskId, part);
    }

    /** Hands over every event up to the last, in order, but for those of some types. Blocks. */
    static void forEach(
            Journal journal, String taskId, long last, Set<EventType> without, Consumer<RecordedEvent> action) {
        long position = 0;
        while (position < last) {
            List<RecordedEvent> page = journal.after(taskId, position, PAGE, PAGE_BYTES, without);
            if (page.isEmpty()) {
                return; // the rest is without interest, or deleted meanwhile
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
        if (!opened) {
            piece.appendString("{\"events\":[");
        }
        List<RecordedEvent> page = page();
        for (RecordedEvent event : page) {
            piece.appendString(opened ? "," : "").appendBytes(event.json());
            opened = true;
        }
        opened = true;
        left -= page.size();
        position = page.isEmpty() ? part.total() : page.getLast().eventId(); // none: only others, or deleted meanwhile
        if (left == 0 || position >= part.total()) {
            piece.appendString("],\"total\":" + part.total() + "}");
            closed = true;
        }
        return piece;
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
