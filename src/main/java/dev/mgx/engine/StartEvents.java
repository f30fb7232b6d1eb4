package dev.mgx.engine;

import dev.mgx.store.Claims;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first events of a run. Immutable.
 *
 * @param timeLimit time limit of a run whose task sets none
 */
record StartEvents(Workflow workflow, Duration timeLimit) {
    private static final Logger log = LoggerFactory.getLogger(StartEvents.class);

    /** The first events of a run: its start, and the messages sent to it while it was queued. */
    List<EventDraft> of(Claims.Offer offer) {
        int number = offer.state().run() + 1;
        RunRequest request = offer.request();
        EventDraft start = EventDraft.of(EventType.TASK_START, "Run %d started".formatted(number))
                .with("requirement", offer.task().inputPrompt())
                .with("run", number)
                .with("kind", request.kind().name())
                .with("max_duration_seconds", seconds(offer.task().options()));
        for (Map.Entry<String, @Nullable Object> detail : details(offer.task()).entrySet()) {
            start = start.with(detail.getKey(), detail.getValue());
        }
        List<EventDraft> events = new ArrayList<>(List.of(start));
        requestMessage(request).ifPresent(events::add);
        offer.waitingMessages().forEach(content -> events.add(userMessage(content)));
        return events;
    }

    private long seconds(TaskOptions options) {
        Integer seconds = options.maxDurationSeconds();
        return seconds == null ? timeLimit.toSeconds() : seconds;
    }

    /** The details of a run whose task has default options. */
    Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(details(new Task(
                "",
                null,
                "",
                TaskStatus.PENDING,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                TaskOptions.DEFAULT,
                Map.of(),
                null)));
        details.put("max_duration_seconds", timeLimit.toSeconds());
        return details;
    }

    /** The message that caused the run. */
    private static Optional<EventDraft> requestMessage(RunRequest request) {
        Map<String, String> input = request.input();
        return switch (request.kind()) {
            case FRESH, RESUME -> Optional.empty();
            case FOLLOW_UP ->
                request.saidBefore() ? Optional.empty() : Optional.of(userMessage(input.getOrDefault("content", "")));
            case EDIT ->
                Optional.of(
                        userMessage(input.getOrDefault("instruction", "")).file(input.getOrDefault("file_path", "")));
        };
    }

    /** A workflow that fails here must not keep other tasks from starting. */
    private Map<String, @Nullable Object> details(Task task) {
        try {
            return workflow.startDetails(task);
        } catch (RuntimeException e) {
            log.error("Task {}: failed to get the start details from the workflow", task.id(), e);
            return Map.of();
        }
    }

    /** All events of a run that was stopped while queued. */
    static List<EventDraft> cancelledWhileQueued(TaskState state, String requirement) {
        return List.of(
                EventDraft.of(EventType.TASK_START, "Run %d was taken from the queue".formatted(state.run() + 1))
                        .with("requirement", requirement),
                EventDraft.of(EventType.TASK_CANCELLED, "Task was stopped before it began"));
    }

    /** A message from a person to the team. */
    static EventDraft userMessage(String content) {
        return EventDraft.of(EventType.USER_MESSAGE, content).with("content", content);
    }
}
