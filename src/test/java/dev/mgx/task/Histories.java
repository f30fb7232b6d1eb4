package dev.mgx.task;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random lives of a task: any sequence of events that the table of {@link TaskStatus} allows. */
final class Histories {
    static final String TASK = "task-1";
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00.123Z");

    private Histories() {}

    static Arbitrary<List<Event>> any() {
        return drafts().list().ofMaxSize(40).map(Histories::legal);
    }

    private static Arbitrary<EventDraft> drafts() {
        Arbitrary<EventType> types = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.of(EventType.class)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(EventType.LOG, EventType.AGENT_START, EventType.MESSAGE)));
        Arbitrary<@Nullable Object> progress = Arbitraries.<@Nullable Object>of(
                        0, 1, 0.25, 0.5, 0.75, -3, 7, new BigDecimal("0.10"), Double.NaN, Double.POSITIVE_INFINITY)
                .injectNull(0.6);
        Arbitrary<@Nullable Usage> usage = Combinators.combine(
                        Arbitraries.longs().between(0, 1_000_000),
                        Arbitraries.longs().between(0, 1_000_000),
                        Arbitraries.bigDecimals()
                                .between(BigDecimal.ZERO, BigDecimal.TEN)
                                .ofScale(4),
                        Arbitraries.integers().between(0, 9))
                .as(Usage::new)
                .injectNull(0.5);
        Arbitrary<@Nullable WaitingFor> waiting = Arbitraries.of(
                        new WaitingFor("approval", BEGINNING, BEGINNING.plusSeconds(60)),
                        new WaitingFor("an answer", BEGINNING, null))
                .injectNull(0.8);
        Arbitrary<@Nullable AgentRole> roles = Arbitraries.of(AgentRole.class).injectNull(0.2);
        Arbitrary<String> messages = Arbitraries.of("", " ", "a sentence", "ein Satz, äöü ✓ 🙂", "\"quoted\"\n\u0000");
        return Combinators.combine(types, roles, messages, progress, usage, waiting)
                .as(Histories::draft);
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

    /** What may not stand where it does becomes what may: a start outside a run, a LOG inside. */
    private static List<Event> legal(List<EventDraft> drafts) {
        List<Event> events = new ArrayList<>();
        TaskStatus status = TaskStatus.PENDING;
        for (EventDraft draft : drafts) {
            EventDraft fitting = draft;
            if (status.after(draft.type()).isEmpty()) {
                EventType other = status == TaskStatus.RUNNING ? EventType.LOG : EventType.TASK_START;
                fitting = new EventDraft(other, draft.agentRole(), draft.payload(), null, null, null, null, null);
            }
            events.add(fitting.recorded(TASK, events.size() + 1, BEGINNING.plusMillis(events.size() * 7L)));
            status = status.after(fitting.type()).orElseThrow();
        }
        return events;
    }
}
