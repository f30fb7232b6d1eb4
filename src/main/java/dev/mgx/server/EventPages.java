package dev.mgx.server;

import dev.mgx.store.EncodedEvent;
import dev.mgx.store.Journal;
import dev.mgx.task.EventType;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/** A task's events, read from the journal page by page, so that a long task costs no more memory than a short one. */
final class EventPages implements Response.Body.Pieces {
    private static final int PAGE = 200;
    private static final int PAGE_CHARACTERS = 512 * 1024;

    private final Journal journal;
    private final String taskId;
    private final long total;
    private long position;
    private long left;
    private boolean opened;
    private boolean closed;

    private EventPages(Journal journal, String taskId, long since, long total, int limit) {
        this.journal = journal;
        this.taskId = taskId;
        this.total = total;
        position = since;
        left = Math.max(0, Math.min(limit, total - since));
    }

    /**
     * The document {@code {events, total}} in pieces, made of the events as they were encoded once.
     *
     * @param total how many events the task has; later ones are left out
     */
    static Response.Body.Pieces document(Journal journal, String taskId, long since, long total, int limit) {
        return new EventPages(journal, taskId, since, total, limit);
    }

    /** Hands over every event up to the last, in order, but for those of some types. Blocks. */
    static void forEach(
            Journal journal, String taskId, long last, Set<EventType> without, Consumer<EncodedEvent> action) {
        long position = 0;
        while (position < last) {
            List<EncodedEvent> page = journal.after(taskId, position, PAGE, PAGE_CHARACTERS, without);
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
        StringBuilder piece = new StringBuilder();
        if (!opened) {
            piece.append("{\"events\":[");
        }
        List<EncodedEvent> page = left == 0
                ? List.of()
                : journal.after(taskId, position, (int) Math.min(PAGE, left), PAGE_CHARACTERS, Set.of());
        for (EncodedEvent event : page) {
            piece.append(opened ? "," : "").append(event.json());
            opened = true;
        }
        opened = true;
        left = page.isEmpty() ? 0 : left - page.size(); // none: deleted meanwhile
        if (left == 0) {
            piece.append("],\"total\":").append(total).append('}');
            closed = true;
        } else {
            position = page.getLast().eventId();
        }
        return Buffer.buffer(piece.toString());
    }
}
