package dev.mgx.stream;

import dev.mgx.store.journal.Journal;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher's position in a task's journal. It holds no queue of its own: what it has not read yet is
 * in the shared tail or in the journal, so that a slow watcher costs no more than a quick one.
 *
 * <p>{@link #next}, {@link #load} and {@link #close} are called by one thread at a time; {@code wake}
 * comes from any.
 */
public final class Cursor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cursor.class);

    /** How many events one look into the journal fetches at most. */
    private static final int PAGE = 600;

    /** How many bytes of them, so that large events cost a slow watcher no more than small ones. */
    private static final int PAGE_BYTES = 256 * 1024;

    private final String taskId;
    private final Set<EventType> without;
    private final Tail tail;
    private final Journal journal;
    private final Streams owner;
    private final Executor executor;
    private final Runnable onWake;
    private final Deque<EventFrame> loaded = new ArrayDeque<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private TaskState opening;
    private long position;
    private @Nullable Integer queuePosition; // as its watcher knows it
    private boolean closed;

    /**
     * Who watches.
     *
     * @param without the types of events that are passed over
     * @param executor where {@code wake} is called
     */
    record Watching(long since, Set<EventType> without, Executor executor, Runnable wake) {
        Watching {
            without = Set.copyOf(without);
        }
    }

    Cursor(String taskId, Watching watcher, Tail tail, Streams owner) {
        this.taskId = taskId;
        this.tail = tail;
        this.owner = owner;
        without = watcher.without();
        position = watcher.since();
        executor = watcher.executor();
        onWake = watcher.wake();
        journal = owner.journal();
        opening = TaskState.initial(taskId);
    }

    void openedAt(TaskState state) {
        opening = state;
        queuePosition = state.queuePosition();
    }

    /** Whether this place in the queue is news to its watcher, who is told it now. */
    boolean movedTo(@Nullable Integer position) {
        boolean news = position != null && !position.equals(queuePosition);
        queuePosition = position;
        return news;
    }

    String taskId() {
        return taskId;
    }

    /** The task's state when the cursor was opened. */
    public TaskState stateAtOpening() {
        return opening;
    }

    /** The last event that {@link #next} has handed out or passed over, or where the cursor began. */
    public long position() {
        return position;
    }

    /**
     * What there is for the watcher now. Never blocks.
     *
     * @param maxBytes about how much JSON at most; one event is always handed out whole
     */
    public Next next(int maxBytes) {
        if (!loaded.isEmpty()) {
            return hand(takeLoaded(maxBytes));
        }
        Next next = tail.after(position, maxBytes, this);
        while (next instanceof Next.Events(List<EventFrame> events)) {
            position = events.getLast().eventId();
            List<EventFrame> wanted = wanted(events);
            if (!wanted.isEmpty()) {
                return hand(wanted);
            }
            next = tail.after(position, maxBytes, this);
        }
        return next;
    }

    private List<EventFrame> wanted(List<EventFrame> events) {
        if (without.isEmpty()) {
            return events;
        }
        List<EventFrame> wanted = new ArrayList<>(events.size());
        for (EventFrame event : events) {
            if (!without.contains(event.type())) {
                wanted.add(event);
            }
        }
        return wanted;
    }

    /** Fetches what is not in memory any more; does nothing while there is some left. Blocks on the database. */
    public void load() {
        if (loaded.isEmpty()) {
            long last = tail.lastEventId(); // before the look: what comes after it was perhaps not looked at
            loaded.addAll(EventFrame.of(journal.after(taskId, position, PAGE, PAGE_BYTES, without)));
            if (loaded.isEmpty()) {
                position = Math.max(position, last); // all of them are passed over
            }
        }
    }

    private List<EventFrame> takeLoaded(int maxBytes) {
        List<EventFrame> events = new ArrayList<>();
        int taken = 0;
        while (!loaded.isEmpty()
                && (events.isEmpty() || taken + loaded.getFirst().size() <= maxBytes)) {
            EventFrame event = loaded.removeFirst();
            taken += event.size();
            events.add(event);
        }
        return events;
    }

    private Next hand(List<EventFrame> events) {
        position = Math.max(position, events.getLast().eventId());
        if (events.getFirst().eventId() <= opening.lastEventId()) {
            events.replaceAll(this::forWatcher);
        }
        return new Next.Events(events);
    }

    /** States up to the opening are known to the watcher already. */
    private EventFrame forWatcher(EventFrame event) {
        return event.eventId() <= opening.lastEventId() ? event.withoutState() : event;
    }

    void startWaiting() {
        waiting.set(true);
    }

    /** Whether it was waiting; it no longer is. */
    boolean stopWaiting() {
        return waiting.get() && waiting.getAndSet(false);
    }

    /** A failing watcher does not keep others from being woken. */
    void wake() {
        try {
            onWake.run();
        } catch (RuntimeException e) {
            log.error("Task {}: a watcher could not be woken", taskId, e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.leave(this);
        }
    }

    Tail tail() {
        return tail;
    }

    Executor executor() {
        return executor;
    }
}
