package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task: a pure fold of its events by {@link #apply}, the only way to change it. Immutable.
 *
 * @param progress 0 to 1; never decreases within a run; 1 when SUCCEEDED
 * @param currentAgent the role that is working, or null
 * @param errorType of a run that failed; null where it did not, or an earlier version recorded it
 * @param run 1, 2, … one per TASK_START; 0 before the first
 * @param attempt 1, 2, … within a run; more than 1 after a takeover
 * @param queuePosition not part of the fold; added by {@link #queuedAt} from a column of its own
 * @param simulated whether no real model answers
 * @param usage over all runs of the task
 * @param lastEventId the last event applied; 0 before the first
 */
public record TaskState(
        String taskId,
        TaskStatus status,
        double progress,
        @Nullable AgentRole currentAgent,
        @Nullable String lastMessage,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String errorMessage,
        @Nullable ErrorType errorType,
        @Nullable Map<String, @Nullable Object> finalResult,
        int run,
        int attempt,
        @Nullable Integer queuePosition,
        boolean simulated,
        Usage usage,
        long lastEventId,
        @Nullable WaitingFor waitingFor) {

    /** The state of a task without events. */
    public static TaskState initial(String taskId) {
        return new TaskState(
                taskId,
                TaskStatus.PENDING,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                0,
                null,
                false,
                Usage.NONE,
                0,
                null);
    }

    /**
     * The state after {@code event}.
     *
     * @throws IllegalTransition when the event is not the next one of this task, or not allowed in this status; see
     *     {@link TaskStatus}
     */
    public TaskState apply(Event event) {
        return new StateFold(this).apply(event);
    }

    /** A copy as shown while the task is queued: PENDING, with its position. */
    public TaskState queuedAt(int position) {
        return new TaskState(
                taskId,
                TaskStatus.PENDING,
                progress,
                currentAgent,
                lastMessage,
                startedAt,
                completedAt,
                errorMessage,
                errorType,
                finalResult,
                run,
                attempt,
                position,
                simulated,
                usage,
                lastEventId,
                waitingFor);
    }

    /** Whether it goes on only when a person answers. */
    public boolean needsPerson() {
        return waitingFor != null && !waitingFor.what().equals(WaitingFor.PLACE);
    }

    /** Whether watchers are sent a state message for the change from {@code before} to this. */
    public boolean differsForWatchersFrom(TaskState before) {
        return status != before.status
                || Double.compare(progress, before.progress) != 0
                || currentAgent != before.currentAgent
                || run != before.run
                || !Objects.equals(waitingFor, before.waitingFor);
    }
}
