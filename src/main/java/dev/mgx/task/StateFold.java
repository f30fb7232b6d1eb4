package dev.mgx.task;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the fold: applies one event to a state. Besides its type, these keys of an event's payload change the
 * state:
 *
 * <ul>
 *   <li>{@code progress} (number): raises the progress, never lowers it
 *   <li>{@code usage} ({@link Usage} or its wire form): is added to the usage
 *   <li>{@code attempt} (number), with {@code status: "resumed"}: the number of the attempt after a takeover
 *   <li>{@code simulated} (boolean), on TASK_START
 *   <li>{@code waiting_for} ({@link WaitingFor}, its wire form, or null): what the run waits for from now on
 *   <li>{@code error_type} ({@link ErrorType} or its wire form), on ERROR and TASK_ERROR
 *   <li>{@code final_result} (map), on RESULT, and on an ERROR with a partial result
 * </ul>
 */
final class StateFold {
    private final TaskState before;
    private TaskStatus status;
    private double progress;
    private @Nullable AgentRole currentAgent;
    private @Nullable String lastMessage;
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;
    private @Nullable String errorMessage;
    private @Nullable ErrorType errorType;
    private @Nullable Map<String, @Nullable Object> finalResult;
    private int run;
    private int attempt;
    private boolean simulated;
    private Usage usage;
    private @Nullable WaitingFor waitingFor;

    StateFold(TaskState before) {
        this.before = before;
        status = before.status();
        progress = before.progress();
        currentAgent = before.currentAgent();
        lastMessage = before.lastMessage();
        startedAt = before.startedAt();
        completedAt = before.completedAt();
        errorMessage = before.errorMessage();
        errorType = before.errorType();
        finalResult = before.finalResult();
        run = before.run();
        attempt = before.attempt();
        simulated = before.simulated();
        usage = before.usage();
        waitingFor = before.waitingFor();
    }

    TaskState apply(Event event) {
        if (!event.taskId().equals(before.taskId()) || event.eventId() != before.lastEventId() + 1) {
            throw new IllegalTransition(before, event);
        }
        status = status.after(event.eventType()).orElseThrow(() -> new IllegalTransition(before, event));
        switch (event.eventType()) {
            case TASK_START -> start(event);
            case AGENT_START -> currentAgent = event.agentRole();
            case RESULT -> finalResult = Payload.map(event.payload().get("final_result"));
            case ERROR -> {
                fail(event);
                finalResult = Payload.map(event.payload().get("final_result"));
            }
            case TASK_COMPLETE -> {
                progress = 1;
                end(event);
            }
            case TASK_ERROR -> {
                fail(event);
                end(event);
            }
            case TASK_CANCELLED -> end(event);
            case AGENT_COMPLETE, LOG, MESSAGE, MESSAGE_DELTA, USER_MESSAGE, APPROVAL_REQUEST, EXECUTION_STREAM -> {}
        }
        details(event);
        return new TaskState(
                before.taskId(),
                status,
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
                null,
                simulated,
                usage,
                event.eventId(),
                waitingFor);
    }

    private void start(Event event) {
        progress = 0;
        currentAgent = null;
        startedAt = event.timestamp();
        completedAt = null;
        errorMessage = null;
        errorType = null;
        finalResult = null;
        run = before.run() + 1;
        attempt = 1;
        simulated = Boolean.TRUE.equals(event.payload().get("simulated"));
        waitingFor = null;
    }

    private void fail(Event event) {
        errorMessage = event.message();
        errorType = ErrorType.named(event.payload().get("error_type")).orElse(errorType);
    }

    private void end(Event event) {
        currentAgent = null;
        completedAt = event.timestamp();
        waitingFor = null;
    }

    private void details(Event event) {
        Map<String, @Nullable Object> payload = event.payload();
        boolean forPeople =
                event.eventType() != EventType.MESSAGE_DELTA && event.eventType() != EventType.EXECUTION_STREAM;
        if (forPeople && !event.message().isBlank()) {
            lastMessage = event.message();
        }
        if (payload.get("progress") instanceof Number reached && Double.isFinite(reached.doubleValue())) {
            progress = Math.max(progress, Math.clamp(reached.doubleValue(), 0, 1));
        }
        if ("resumed".equals(payload.get("status")) && payload.get("attempt") instanceof Number number) {
            attempt = number.intValue();
        }
        Usage more = Payload.usage(payload.get("usage"));
        usage = usage.plus(more);
        if (payload.containsKey("waiting_for")) {
            waitingFor = Payload.waitingFor(payload.get("waiting_for"));
        }
    }
}
