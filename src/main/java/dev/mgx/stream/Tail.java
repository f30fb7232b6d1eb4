package dev.mgx.stream;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of one task's journal in memory, shared by everybody who watches the task: recorded events
 * without a gap, as many as fit. What is further back is read from the journal.
 *
 * <p>Thread-safe: its monitor guards everything here, is held for moments only and never while a
 * watcher is called.
 */
final class Tail {
    /** How many bytes of JSON it holds at most: a long run's last minutes. */
    private static final int MAX_BYTES = 2_000_000;

    private final ArrayDeque<RecordedEvent> window = new ArrayDeque<>();
    private final Set<Cursor> cursors = new HashSet<>();
    private int bytes;
    private @Nullable JournalHead head;
    private boolean deleted;

    synchronized void join(Cursor cursor) {
        cursors.add(cursor);
    }

    /** Whether nobody watches any more. */
    synchronized boolean leave(Cursor cursor) {
        cursors.remove(cursor);
        return cursors.isEmpty();
    }

    synchronized int watchers() {
        return cursors.size();
    }

    /** Takes what has become durable; called in order. */
    void changed(List<RecordedEvent> events, JournalHead now) {
        List<Cursor> waiting;
        synchronized (this) {
            events.forEach(this::add);
            head = now;
            waiting = waiting();
        }
        waiting.forEach(Cursor::wake);
    }

    /**
     * Takes what the journal says; a hint that came meanwhile knows better. No hint says that others have left the queue;
     * the task itself leaves it with an event.
     */
    void refresh(JournalHead read) {
        List<Cursor> waiting;
        synchronized (this) {
            boolean moved = head != null
                    && head.lastEventId() == read.lastEventId()
                    && read.state().queuePosition() != null
                    && !read.state().queuePosition().equals(head.state().queuePosition());
            if (head != null && head.lastEventId() >= read.lastEventId() && !moved) {
                return;
            }
            head = read;
            waiting = waiting();
        }
        waiting.forEach(Cursor::wake);
    }

    void deleted() {
        List<Cursor> waiting;
        synchronized (this) {
            deleted = true;
            waiting = waiting();
        }
        waiting.forEach(Cursor::wake);
    }

    /** The number of the last event that is known here; 0 where none is. */
    synchronized long lastEventId() {
        return head == null ? 0 : head.lastEventId();
    }

    private List<Cursor> waiting() {
        return cursors.stream().filter(Cursor::stopWaiting).toList();
    }

    private void add(RecordedEvent event) {
        if (!window.isEmpty() && window.getLast().eventId() + 1 != event.eventId()) {
            window.clear(); // a hint was lost: the journal has what is missing
            bytes = 0;
        }
        window.addLast(event);
        bytes += event.size();
        while (bytes > MAX_BYTES && window.size() > 1) {
            bytes -= window.removeFirst().size();
        }
    }

    /**
     * What follows {@code position}, at most about {@code maxBytes}, but at least one event.
     *
     * @param cursor is marked as waiting where there is nothing
     */
    synchronized Next after(long position, int maxBytes, Cursor cursor) {
        if (deleted) {
            return new Next.Deleted();
        }
        if (head == null || position >= head.lastEventId()) {
            if (head != null && head.over()) {
                return new Next.Ended(head);
            }
            if (head != null && cursor.movedTo(head.state().queuePosition())) {
                return new Next.Moved(head);
            }
            cursor.startWaiting();
            return new Next.Idle();
        }
        if (window.isEmpty()
                || position + 1 < window.getFirst().eventId()
                || position >= window.getLast().eventId()) {
            return new Next.Behind();
        }
        List<RecordedEvent> events = new ArrayList<>();
        int taken = 0;
        for (RecordedEvent event : window) {
            if (event.eventId() <= position) {
                continue;
            }
            if (!events.isEmpty() && taken + event.size() > maxBytes) {
                break;
            }
            taken += event.size();
            events.add(event);
        }
        return new Next.Events(events);
    }
}
