package dev.mgx.projection;

import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runs of a task that began to work, folded from the events; one that was stopped in the queue has no files of its own. */
public final class BegunRuns {
    /** Events of these types say nothing of it. */
    public static final Set<EventType> LEFT_OUT = Set.copyOf(EnumSet.complementOf(
            EnumSet.of(EventType.TASK_START, EventType.TASK_COMPLETE, EventType.TASK_ERROR, EventType.TASK_CANCELLED)));

    private final List<Begun> runs = new ArrayList<>();
    private int started;
    private boolean latestBegan;

    /**
     * A run.
     *
     * @param fresh whether it started from the task's source, or from nothing
     * @param endedAt null while it goes on
     */
    record Begun(
            int number,
            boolean fresh,
            Instant startedAt,
            @Nullable Instant endedAt) {
        Begun ended(Instant at) {
            return new Begun(number, fresh, startedAt, at);
        }
    }

    /** Takes the next event of the task. */
    public void add(RecordedEvent recorded) {
        if (recorded.type() == EventType.TASK_START) {
            started++;
            Object kind = recorded.event().payload().get("kind");
            latestBegan = kind != null;
            if (latestBegan) {
                runs.add(new Begun(
                        started, "FRESH".equals(kind), recorded.event().timestamp(), null));
            }
        } else if (recorded.endsRun() && latestBegan) {
            runs.add(runs.removeLast().ended(recorded.event().timestamp()));
        }
    }

    /** In their order. */
    List<Begun> runs() {
        return List.copyOf(runs);
    }

    /** The number of the latest one; 0 before the first. */
    public int latest() {
        return runs.isEmpty() ? 0 : runs.getLast().number();
    }
}
