package dev.mgx.stream;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The end of one task's journal in memory, shared by everybody who watches the task: recorded events, encoded once,
 * without a gap, as many as fit. What is further back is read from the journal.
 *
 * <p>Thread-safe. Its monitor is held by those who change it, for moments; those who read take what was published last,
 * and no lock.
 */
final class Tail {
    private final TailMemory memory;
    private final Map<Executor, Bell> bells = new ConcurrentHashMap<>();
    private volatile View view = new View(EventWindow.before(1), null, false);
    private long bytes; // of the window; guarded by this
    private boolean abandoned; // guarded by this

    /** What there is. */
    private record View(EventWindow window, @Nullable JournalHead head, boolean deleted) {
        long lastEventId() {
            return head == null ? 0 : head.lastEventId();
        }
    }

    Tail(TailMemory memory) {
        this.memory = memory;
    }

    void join(Cursor cursor) {
        bells.compute(cursor.executor(), (executor, known) -> {
            Bell bell = known == null ? new Bell(executor) : known;
            bell.add(cursor);
            return bell;
        });
    }

    /** Whether nobody watches any more; then it holds nothing from now on. */
    boolean leave(Cursor cursor) {
        bells.computeIfPresent(cursor.executor(), (executor, bell) -> {
            bell.remove(cursor);
            return bell.size() == 0 ? null : bell;
        });
        if (!bells.isEmpty()) {
            return false;
        }
        abandon();
        return true;
    }

    private synchronized void abandon() {
        abandoned = true;
        memory.changed(-bytes);
        bytes = 0;
    }

    int watchers() {
        return bells.values().stream().mapToInt(Bell::size).sum();
    }

    /** Takes what has become durable; called in order. */
    void changed(List<RecordedEvent> events, JournalHead now) {
        List<EventFrame> frames = EventFrame.of(events);
        synchronized (this) {
            if (abandoned) {
                return;
            }
            EventWindow window = view.window();
            for (EventFrame frame : frames) {
                window = add(window, frame);
            }
            view = new View(window, now, view.deleted());
        }
        ring();
    }

    private EventWindow add(EventWindow before, EventFrame frame) {
        EventWindow window = before;
        if (window.last() + 1 != frame.eventId()) {
            window = EventWindow.before(frame.eventId()); // a hint was lost: the journal has what is missing
            memory.changed(-bytes);
            bytes = 0;
        }
        window = window.with(frame);
        bytes += frame.size();
        memory.changed(frame.size());
        while (window.size() > 1 && memory.isTooMuch(bytes)) {
            int size = first(window).size();
            bytes -= size;
            memory.changed(-size);
            window = window.withoutFirst();
        }
        return window;
    }

    private static EventFrame first(EventWindow window) {
        EventFrame first = window.at(window.first());
        if (first == null) {
            throw new IllegalStateException("event %d is not in its place".formatted(window.first()));
        }
        return first;
    }

    /**
     * Takes what the journal says; a hint that came meanwhile knows better. No hint says that others have left the queue;
     * the task itself leaves it with an event.
     */
    void refresh(JournalHead read) {
        synchronized (this) {
            JournalHead head = view.head();
            boolean moved = head != null
                    && head.lastEventId() == read.lastEventId()
                    && read.state().queuePosition() != null
                    && !read.state().queuePosition().equals(head.state().queuePosition());
            if (head != null && head.lastEventId() >= read.lastEventId() && !moved) {
                return;
            }
            view = new View(view.window(), read, view.deleted());
        }
        ring();
    }

    void deleted() {
        synchronized (this) {
            view = new View(view.window(), view.head(), true);
        }
        ring();
    }

    /** The number of the last event that is known here; 0 where none is. */
    long lastEventId() {
        return view.lastEventId();
    }

    private void ring() {
        bells.values().forEach(Bell::ring);
    }

    /**
     * What follows {@code position}, at most about {@code maxBytes}, but at least one event.
     *
     * @param cursor is marked as waiting where there is nothing
     */
    Next after(long position, int maxBytes, Cursor cursor) {
        Next next = look(position, maxBytes, cursor);
        if (next instanceof Next.Idle) {
            startWaiting(cursor);
            next = look(position, maxBytes, cursor); // what was published before that rang for others
            if (!(next instanceof Next.Idle)) {
                cursor.stopWaiting();
            }
        }
        return next;
    }

    private void startWaiting(Cursor cursor) {
        cursor.startWaiting();
        Bell bell = bells.get(cursor.executor());
        if (bell != null) { // it is not closed
            bell.arm();
        }
    }

    private Next look(long position, int maxBytes, Cursor cursor) {
        View now = view;
        if (now.deleted()) {
            return new Next.Deleted();
        }
        JournalHead head = now.head();
        if (head == null || position >= head.lastEventId()) {
            if (head != null && head.over()) {
                return new Next.Ended(head);
            }
            if (head != null && cursor.movedTo(head.state().queuePosition())) {
                return new Next.Moved(head);
            }
            return new Next.Idle();
        }
        List<EventFrame> events = after(position, maxBytes, now.window());
        return events.isEmpty() ? new Next.Behind() : new Next.Events(events);
    }

    private static List<EventFrame> after(long position, int maxBytes, EventWindow window) {
        List<EventFrame> events = new ArrayList<>();
        int taken = 0;
        EventFrame next = window.at(position + 1);
        while (next != null && (events.isEmpty() || taken + next.size() <= maxBytes)) {
            taken += next.size();
            events.add(next);
            next = window.at(next.eventId() + 1);
        }
        return events;
    }
}
