package dev.mgx.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.testing.Property;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskStateTest {
    @Test
    void progressStaysBetween0And1AndNeverFallsWithinARun() throws Exception {
        holdsForAllHistories(1, history -> {
            TaskState state = TaskState.initial(Histories.TASK);
            for (Event event : history) {
                TaskState next = state.apply(event);
                assertThat(next.progress()).isBetween(0.0, 1.0);
                if (event.eventType() != EventType.TASK_START) {
                    assertThat(next.progress()).isGreaterThanOrEqualTo(state.progress());
                }
                if (next.status() == TaskStatus.SUCCEEDED) {
                    assertThat(next.progress()).isEqualTo(1);
                }
                state = next;
            }
        });
    }

    @Test
    void aStartResetsEverythingButTheTotals() throws Exception {
        holdsForAllHistories(2, history -> {
            TaskState state = TaskState.initial(Histories.TASK);
            for (Event event : history) {
                TaskState next = state.apply(event);
                boolean start = event.eventType() == EventType.TASK_START;
                assertThat(next.run()).isEqualTo(state.run() + (start ? 1 : 0));
                if (start) {
                    assertThat(next.startedAt()).isEqualTo(event.timestamp());
                    assertThat(next.currentAgent()).isNull();
                    assertThat(next.errorMessage()).isNull();
                    assertThat(next.finalResult()).isNull();
                    assertThat(next.simulated())
                            .isEqualTo(Boolean.TRUE.equals(event.payload().get("simulated")));
                }
                assertThat(next.completedAt() != null).isEqualTo(next.status().terminal());
                if (next.status().terminal()) {
                    assertThat(next.currentAgent()).isNull();
                }
                state = next;
            }
        });
    }

    @Test
    void usageIsTheSumOverAllEvents() throws Exception {
        holdsForAllHistories(3, history -> {
            long input = 0;
            BigDecimal cost = BigDecimal.ZERO;
            int calls = 0;
            for (Event event : history) {
                if (event.payload().get("usage") instanceof Usage usage) {
                    input += usage.inputTokens();
                    cost = cost.add(usage.costUsd());
                    calls += usage.llmCalls();
                }
            }
            Usage total = replay(history).usage();
            assertThat(total.inputTokens()).isEqualTo(input);
            assertThat(total.costUsd()).isEqualByComparingTo(cost);
            assertThat(total.llmCalls()).isEqualTo(calls);
        });
    }

    @Test
    void statusAndLastMessageFollowTheEvents() throws Exception {
        holdsForAllHistories(4, history -> {
            TaskStatus status = TaskStatus.PENDING;
            String lastMessage = null;
            for (Event event : history) {
                status = status.after(event.eventType()).orElseThrow();
                boolean piece =
                        event.eventType() == EventType.MESSAGE_DELTA || event.eventType() == EventType.EXECUTION_STREAM;
                lastMessage = piece || event.message().isBlank() ? lastMessage : event.message();
            }
            TaskState state = replay(history);
            assertThat(state.status()).isEqualTo(status);
            assertThat(state.lastMessage()).isEqualTo(lastMessage);
            assertThat(state.lastEventId()).isEqualTo(history.size());
        });
    }

    /** The engine folds what it has just made onto a state that it read; a replay folds what was read. */
    @Test
    void foldingEventsReadBackGivesTheSameState() throws Exception {
        holdsForAllHistories(5, history -> {
            TaskState made = TaskState.initial(Histories.TASK);
            TaskState replayed = TaskState.initial(Histories.TASK);
            TaskState stored = TaskState.initial(Histories.TASK);
            for (Event event : history) {
                made = made.apply(event);
                replayed = replayed.apply(Json.read(Json.write(event), Event.class));
                stored = Json.read(
                        Json.write(
                                Json.read(Json.write(stored), TaskState.class).apply(event)),
                        TaskState.class);
                assertThat(Json.write(replayed)).isEqualTo(Json.write(made));
                assertThat(Json.write(stored)).isEqualTo(Json.write(made));
            }
        });
    }

    @Test
    void anEventOutOfSequenceIsRefused() throws Exception {
        holdsForAllHistories(6, history -> {
            TaskState state = replay(history);
            for (EventType type : EventType.values()) {
                assertRefusedOutOfItsPlace(state, type, history.size() + 1L);
            }
        });
    }

    @Test
    void applyingAnEventDoesNotModifyTheStateBefore() throws Exception {
        holdsForAllHistories(7, history -> {
            TaskState state = TaskState.initial(Histories.TASK);
            for (Event event : history) {
                String before = Json.write(state);
                TaskState next = state.apply(event);
                assertThat(Json.write(state)).isEqualTo(before);
                assertThat(Json.write(state.apply(event))).isEqualTo(Json.write(next));
                state = next;
            }
        });
    }

    private static void assertRefusedOutOfItsPlace(TaskState state, EventType type, long next) {
        EventDraft draft = EventDraft.of(type, "x");
        assertThatThrownBy(() -> state.apply(draft.recorded(Histories.TASK, next - 1, Histories.START)))
                .isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> state.apply(draft.recorded(Histories.TASK, next + 1, Histories.START)))
                .isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> state.apply(draft.recorded("task-2", next, Histories.START)))
                .isInstanceOf(IllegalTransition.class);
        if (state.status().after(type).isEmpty()) {
            assertThatThrownBy(() -> state.apply(draft.recorded(Histories.TASK, next, Instant.EPOCH)))
                    .isInstanceOf(IllegalTransition.class)
                    .hasMessageContaining(type.name())
                    .hasMessageContaining(state.status().name());
        }
    }

    private static void holdsForAllHistories(long seed, Property.Claim<List<Event>> claim) throws Exception {
        Property.of(seed, 1_000).holdsForAllSequences(Histories.DRAFTS, drafts -> claim.check(Histories.legal(drafts)));
    }

    private static TaskState replay(List<Event> history) {
        TaskState state = TaskState.initial(Histories.TASK);
        for (Event event : history) {
            state = state.apply(event);
        }
        return state;
    }
}
