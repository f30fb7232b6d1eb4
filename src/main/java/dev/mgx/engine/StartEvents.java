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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first events of a run. Immutable.
 *
 * @param allowed how long a run may take whose task does not say
 */
record StartEvents(Workflow workflow, Duration allowed) {
    private static final Logger log = LoggerFactory.getLogger(StartEvents.class);

    /** Those of a run that begins: its start, and what people said to it before. */
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
        asked(request).ifPresent(events::add);
        offer.waitingMessages().forEach(content -> events.add(said(content)));
        return events;
    }

    private long seconds(TaskOptions options) {
        Integer asked = options.maxDurationSeconds();
        return asked == null ? allowed.toSeconds() : asked;
    }

    /** What would be said of the start of a run whose task asks for nothing. */
    Map<String, @Nullable Object> details() {
        return details(new Task(
                "", null, "", TaskStatus.PENDING, Instant.EPOCH, Instant.EPOCH, null, TaskOptions.DEFAULT, null));
    }

    /** What a person said that made the run. */
    private static Optional<EventDraft> asked(RunRequest request) {
        Map<String, String> input = request.input();
        return switch (request.kind()) {
            case FRESH, RESUME -> Optional.empty();
            case FOLLOW_UP ->
                request.saidBefore() ? Optional.empty() : Optional.of(said(input.getOrDefault("content", "")));
            case EDIT ->
                Optional.of(said(input.getOrDefault("instruction", "")).file(input.getOrDefault("file_path", "")));
        };
    }

    /** A workflow that stumbles here must not keep the tasks behind it from starting. */
    private Map<String, @Nullable Object> details(Task task) {
        try {
            return workflow.startDetails(task);
        } catch (RuntimeException e) {
            log.error("Task {}: the workflow has no details for its start", task.id(), e);
            return Map.of();
        }
    }

    /** The whole of a run that was stopped while it waited for its place. */
    static List<EventDraft> cancelledBeforeItBegan(TaskState state, String requirement) {
        return List.of(
                EventDraft.of(EventType.TASK_START, "Run %d was taken from the queue".formatted(state.run() + 1))
                        .with("requirement", requirement),
                EventDraft.of(EventType.TASK_CANCELLED, "Task was stopped before it began"));
    }

    /** What a person said to the team. */
    static EventDraft said(String content) {
        return EventDraft.of(EventType.USER_MESSAGE, content).with("content", content);
    }
}
