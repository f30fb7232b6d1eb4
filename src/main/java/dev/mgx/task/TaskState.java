package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task stands: a pure fold of its events, {@link #apply}. There is no other way by which it
 * changes. Immutable.
 *
 * @param progress 0 to 1; never falls within a run; 1 when SUCCEEDED
 * @param currentAgent who works, or null
 * @param run 1, 2, … one for each TASK_START; 0 before the first
 * @param attempt 1, 2, … within a run: more than 1 after it was taken over from a crash
 * @param queuePosition not folded, but put in by {@link #queuedAt}: a durable column beside the state
 * @param simulated whether no real model answers
 * @param usage of the task's whole life
 * @param lastEventId the event that this state is the fold up to; 0 before the first
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
     * @throws IllegalTransition when the event is not the next of this task, or may not be recorded in
     *     this status; see {@link TaskStatus}
     */
    public TaskState apply(Event event) {
        return new StateFold(this).apply(event);
    }

    /** The same as it is shown while the task waits for a place: PENDING, with its position. */
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
                finalResult,
                run,
                attempt,
                position,
                simulated,
                usage,
                lastEventId,
                waitingFor);
    }

    /** Whether watchers are told of the step from {@code before} to this. */
    public boolean differsForWatchersFrom(TaskState before) {
        return status != before.status
                || Double.compare(progress, before.progress) != 0
                || currentAgent != before.currentAgent
                || run != before.run;
    }
}
