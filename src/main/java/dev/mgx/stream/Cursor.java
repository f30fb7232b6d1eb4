package dev.mgx.stream;

import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
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
    private static final int PAGE = 100;

    /** How many bytes of them, so that large events cost a slow watcher no more than small ones. */
    private static final int PAGE_BYTES = 256 * 1024;

    private final String taskId;
    private final Set<EventType> without;
    private final Tail tail;
    private final Journal journal;
    private final Streams owner;
    private final Runnable onWake;
    private final Deque<RecordedEvent> loaded = new ArrayDeque<>();
    private TaskState opening;
    private long position;
    private volatile boolean waiting;
    private @Nullable Integer queuePosition; // as its watcher knows it
    private boolean closed;

    /** @param without the types of events that it passes over */
    Cursor(String taskId, long position, Set<EventType> without, Tail tail, Streams owner, Runnable onWake) {
        this.taskId = taskId;
        this.without = Set.copyOf(without);
        this.position = position;
        this.tail = tail;
        this.owner = owner;
        this.onWake = onWake;
        journal = owner.journal();
        opening = TaskState.initial(taskId);
    }

    void openedAt(TaskState state) {
        opening = state;
        queuePosition = state.queuePosition();
    }

    /** Whether this place in the queue is news to its watcher, who is told it now. Called under the tail's monitor. */
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
        while (next instanceof Next.Events(List<RecordedEvent> events)) {
            position = events.getLast().eventId();
            List<RecordedEvent> wanted = events.stream()
                    .filter(event -> !without.contains(event.type()))
                    .toList();
            if (!wanted.isEmpty()) {
                return hand(wanted);
            }
            next = tail.after(position, maxBytes, this);
        }
        return next;
    }

    /** Fetches what is not in memory any more; does nothing while there is some left. Blocks on the database. */
    public void load() {
        if (loaded.isEmpty()) {
            long last = tail.lastEventId(); // before the look: what comes after it was perhaps not looked at
            loaded.addAll(journal.after(taskId, position, PAGE, PAGE_BYTES, without));
            if (loaded.isEmpty()) {
                position = Math.max(position, last); // all of them are passed over
            }
        }
    }

    private List<RecordedEvent> takeLoaded(int maxBytes) {
        List<RecordedEvent> events = new ArrayList<>();
        int taken = 0;
        while (!loaded.isEmpty()
                && (events.isEmpty() || taken + loaded.getFirst().size() <= maxBytes)) {
            RecordedEvent event = loaded.removeFirst();
            taken += event.size();
            events.add(event);
        }
        return events;
    }

    private Next hand(List<RecordedEvent> events) {
        position = Math.max(position, events.getLast().eventId());
        return new Next.Events(events.stream().map(this::forWatcher).toList());
    }

    /**
     * States up to the opening are known to the watcher already. A terminal state is sent only at the end, so that of
     * an earlier run is omitted.
     */
    private RecordedEvent forWatcher(RecordedEvent event) {
        boolean silent = event.endsRun() || event.eventId() <= opening.lastEventId();
        return silent ? event.withoutState() : event;
    }

    void startWaiting() {
        waiting = true;
    }

    /** Whether it was waiting; it no longer is. Called under the tail's monitor, like {@link #startWaiting}. */
    boolean stopWaiting() {
        boolean was = waiting;
        waiting = false;
        return was;
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
}
