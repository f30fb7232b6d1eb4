package dev.mgx.stream;

import dev.mgx.store.journal.EncodedEvent;
import dev.mgx.store.journal.JournalHead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of one task's journal in memory, shared by everybody who watches the task: encoded events
 * without a gap, as many as fit. What is further back is read from the journal.
 *
 * <p>Thread-safe: its monitor guards everything here, is held for moments only and never while a
 * watcher is called.
 */
final class Tail {
    /** How many characters of JSON it holds at most: a long run's last minutes. */
    private static final int MAX_CHARACTERS = 2_000_000;

    private final ArrayDeque<EncodedEvent> window = new ArrayDeque<>();
    private final Set<Cursor> cursors = new HashSet<>();
    private int characters;
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
    void changed(List<EncodedEvent> events, JournalHead now) {
        List<Cursor> waiting;
        synchronized (this) {
            events.forEach(this::add);
            head = now;
            waiting = waiting();
        }
        waiting.forEach(Cursor::wake);
    }

    /** Takes what the journal says; a hint that came meanwhile knows better. */
    void refresh(JournalHead read) {
        List<Cursor> waiting;
        synchronized (this) {
            if (head != null && head.lastEventId() >= read.lastEventId()) {
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

    private void add(EncodedEvent event) {
        if (!window.isEmpty() && window.getLast().eventId() + 1 != event.eventId()) {
            window.clear(); // a hint was lost: the journal has what is missing
            characters = 0;
        }
        window.addLast(event);
        characters += event.size();
        while (characters > MAX_CHARACTERS && window.size() > 1) {
            characters -= window.removeFirst().size();
        }
    }

    /**
     * What follows {@code position}, at most about {@code maxCharacters}, but at least one event.
     *
     * @param cursor is marked as waiting where there is nothing
     */
    synchronized Next after(long position, int maxCharacters, Cursor cursor) {
        if (deleted) {
            return new Next.Deleted();
        }
        if (head == null || position >= head.lastEventId()) {
            if (head != null && head.over()) {
                return new Next.Ended(head.stateJson());
            }
            cursor.startWaiting();
            return new Next.Idle();
        }
        if (window.isEmpty()
                || position + 1 < window.getFirst().eventId()
                || position >= window.getLast().eventId()) {
            return new Next.Behind();
        }
        List<EncodedEvent> events = new ArrayList<>();
        int taken = 0;
        for (EncodedEvent event : window) {
            if (event.eventId() <= position) {
                continue;
            }
            if (!events.isEmpty() && taken + event.size() > maxCharacters) {
                break;
            }
            taken += event.size();
            events.add(event);
        }
        return new Next.Events(events);
    }
}
