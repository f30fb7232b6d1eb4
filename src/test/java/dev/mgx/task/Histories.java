package dev.mgx.task;

import dev.mgx.testing.Draw;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random histories of a task: sequences of events that {@link TaskStatus} allows. */
final class Histories {
    static final String TASK = "task-1";
    static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");

    private Histories() {}

    /** Drafts for {@link #legal}; any subsequence of them works too. */
    static final Draw<List<EventDraft>> DRAFTS = Draw.sequence(0, 40, Histories::any);

    private static final Draw<EventType> ANY_TYPE = Draw.oneOf(EventType.values());
    private static final Draw<EventType> FREQUENT_TYPE =
            Draw.oneOf(EventType.LOG, EventType.AGENT_START, EventType.MESSAGE);
    private static final Draw<Object> PROGRESS =
            Draw.oneOf(0, 1, 0.25, 0.5, 0.75, -3, 7, new BigDecimal("0.10"), Double.NaN, Double.POSITIVE_INFINITY);
    private static final Draw<WaitingFor> WAITING = Draw.oneOf(
            new WaitingFor("approval", START, START.plusSeconds(60)), new WaitingFor("an answer", START, null));
    private static final Draw<AgentRole> ROLES = Draw.oneOf(AgentRole.values());
    private static final Draw<String> MESSAGES =
            Draw.oneOf("", " ", "a sentence", "ein Satz, äöü ✓ 🙂", "\"quoted\"\n\u0000");

    private static EventDraft any(Random random) {
        return draft(
                (random.nextInt(9) < 6 ? ANY_TYPE : FREQUENT_TYPE).from(random),
                orNull(0.2, ROLES, random),
                MESSAGES.from(random),
                orNull(0.6, PROGRESS, random),
                orNull(0.5, Histories::usage, random),
                orNull(0.8, WAITING, random));
    }

    private static Usage usage(Random random) {
        return new Usage(
                tokens(random),
                tokens(random),
                BigDecimal.valueOf(random.nextInt(100_001), 4), // to 10 dollars
                random.nextInt(10));
    }

    /** Often 0 and often the maximum. */
    private static long tokens(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1_000_000;
            default -> random.nextInt(1_000_001);
        };
    }

    private static <T> @Nullable T orNull(double chanceOfNull, Draw<T> draw, Random random) {
        return random.nextDouble() < chanceOfNull ? null : draw.from(random);
    }

    private static EventDraft draft(
            EventType type,
            @Nullable AgentRole role,
            String message,
            @Nullable Object progress,
            @Nullable Usage usage,
            @Nullable WaitingFor waiting) {
        EventDraft draft = EventDraft.of(type, message).by(role);
        draft = progress == null ? draft : draft.with("progress", progress);
        draft = usage == null ? draft : draft.with("usage", usage);
        draft = waiting == null ? draft : draft.with("waiting_for", waiting);
        return switch (type) {
            case TASK_START -> draft.with("simulated", role == null);
            case RESULT -> draft.with("final_result", Map.of("summary", message, "files", List.of("A.java"), "n", 3));
            case LOG -> role == AgentRole.DEBUGGER ? draft.with("attempt", 2) : draft.with("waiting_for", null);
            case EXECUTION_STREAM -> draft.file("Main.java").execution("ok");
            case MESSAGE -> draft.file("Main.java").diff("-a\n+b");
            case AGENT_START,
                    AGENT_COMPLETE,
                    MESSAGE_DELTA,
                    USER_MESSAGE,
                    APPROVAL_REQUEST,
                    ERROR,
                    TASK_COMPLETE,
                    TASK_ERROR,
                    TASK_CANCELLED -> draft;
        };
    }

    /**
     * Turns drafts into a legal history: an event that is not allowed becomes a TASK_START outside a run, and a LOG
     * inside.
     */
    static List<Event> legal(List<EventDraft> drafts) {
        List<Event> events = new ArrayList<>();
        TaskStatus status = TaskStatus.PENDING;
        for (EventDraft draft : drafts) {
            EventDraft fitting = draft;
            if (status.after(draft.type()).isEmpty()) {
                EventType other = status == TaskStatus.RUNNING ? EventType.LOG : EventType.TASK_START;
                fitting = new EventDraft(other, draft.agentRole(), draft.payload(), null, null, null, null, null);
            }
            events.add(fitting.recorded(TASK, events.size() + 1, START.plusMillis(events.size() * 7L)));
            status = status.after(fitting.type()).orElseThrow();
        }
        return events;
    }
}
