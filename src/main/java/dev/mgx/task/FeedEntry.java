package dev.mgx.task;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task, at a position in the feed of all tasks.
 *
 * @param position higher than that of everything before; the resume position
 * @param taskId null of {@link Change#CONNECTED} only
 * @param status the task's from then on; null where it was deleted
 * @param eventId the task's last event then
 * @param waitingFor what the run waits for from then on
 * @param errorType of a run that failed
 */
public record FeedEntry(
        long position,
        Change change,
        Instant timestamp,
        @Nullable String taskId,
        @Nullable TaskStatus status,
        @Nullable Integer run,
        @Nullable Long eventId,
        @Nullable WaitingFor waitingFor,
        @Nullable ErrorType errorType) {

    /** What it was that became of it. {@link #toString} is the name on the wire. */
    public enum Change {
        /** A watcher of the feed is connected, and everything after this position follows. */
        CONNECTED,
        /** A run waits for its turn. */
        QUEUED,
        /** A run begins. */
        STARTED,
        /** A run waits, for a person or for a place. */
        WAITING,
        /** It waits no longer. */
        CONTINUED,
        /** A run has ended. */
        ENDED,
        /** The task is gone. */
        DELETED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What an event of this type means for the feed, which led from one state to another; empty for nothing. */
        public static Optional<Change> of(EventType type, TaskState before, TaskState after) {
            if (type == EventType.TASK_START) {
                return Optional.of(STARTED);
            }
            if (type.endsRun()) {
                return Optional.of(ENDED);
            }
            WaitingFor waiting = after.waitingFor();
            if (waiting == null) {
                return before.waitingFor() == null ? Optional.empty() : Optional.of(CONTINUED);
            }
            return waiting.equals(before.waitingFor()) ? Optional.empty() : Optional.of(WAITING);
        }
    }

    /** An entry that tells how a task stands now. */
    public static FeedEntry of(long position, Change change, Instant at, TaskState state) {
        return new FeedEntry(
                position,
                change,
                at,
                state.taskId(),
                state.status(),
                state.run(),
                state.lastEventId(),
                state.waitingFor(),
                state.status() == TaskStatus.FAILED ? state.errorType() : null);
    }

    /** An entry without a state. */
    public static FeedEntry without(long position, Change change, Instant at, @Nullable String taskId) {
        return new FeedEntry(position, change, at, taskId, null, null, null, null, null);
    }
}
