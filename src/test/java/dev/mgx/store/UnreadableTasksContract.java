package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.store.task.TaskFilter;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row of a newer or damaged form fails its own task's run and affects no other task. */
@Timeout(40)
abstract class UnreadableTasksContract extends DatabaseFixture {
    private static final List<EventDraft> START = List.of(EventDraft.of(EventType.TASK_START, "Started"));

    private StoreFixture store;

    UnreadableTasksContract(TestDatabase database) {
        super(database);
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /** Changes a row directly in the database. */
    private void tamper(String taskId, String column, @Nullable String value) {
        try (TamperedRows rows = TamperedRows.of(folder, url)) {
            rows.set(taskId, column, value);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private TaskState state(String taskId) {
        return store.store().tasks().state(taskId).orElseThrow();
    }

    private void assertFailedWith(String taskId, String words, String... types) {
        TaskState state = state(taskId);
        assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(state.errorMessage())
                .startsWith("The run cannot be started. ")
                .contains(words)
                .doesNotContain("\n");
        assertThat(state.queuePosition()).isNull();
        List<Map<String, @Nullable Object>> events = Invariants.checkOver(store.store(), taskId);
        assertThat(Invariants.types(events)).endsWith(types);
        assertThat(store.store().journal().head(taskId).map(JournalHead::over)).hasValue(true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            request | {"kind":"REHEARSE","input":{},"options":{}}        | request cannot be read
            request | {"kind":"FRESH","input":{},"urgency":3}             | request cannot be read
            request | {"kind":"FRESH","inp                               | request cannot be read
            request | null                                               | request cannot be read
            options | {"squad":"solo"}                                   | options cannot be read
            options | {"max_tokens":-1}                                  | options cannot be read
            state   | {}                                                 | state cannot be read
            state   | {"status":"PAUSED"}                                | state cannot be read
            state   | ``                                                 | state cannot be read
            """)
    void aRowAtTheHeadOfTheQueueThatCannotBeReadFailsItsTaskAndTheNextOneStarts(
            String column, String json, String sentence) {
        String bad = store.create();
        String good = store.create();
        store.enqueue(bad, RunRequest.FRESH);
        store.enqueue(good, RunRequest.FRESH);
        tamper(bad, column, json);

        assertThat(store.store()
                        .claims()
                        .claimNext(offer -> START)
                        .map(claim -> claim.task().id()))
                .hasValue(good);
        assertFailedWith(bad, sentence, "TASK_START", "ERROR", "TASK_ERROR");
        assertThat(store.store().claims().claimNext(offer -> START)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            request | {"kind":"REHEARSE"}                          | request cannot be read
            options | nonsense                                     | options cannot be read
            ending  | {"kind":"PAUSED","reason":"x"}               | decided end cannot be read
            state   | {"task_id":                                  | state cannot be read
            """)
    void anInterruptedRunThatCannotBeReadFails(String column, String json, String sentence) {
        Fence fence = store.running();
        store.log(fence, "at work");
        tamper(fence.taskId(), column, json);

        assertThat(store.store().claims().takeOver(fence.taskId())).isEmpty();
        assertFailedWith(fence.taskId(), sentence, "TASK_START", "LOG", "ERROR", "TASK_ERROR");
        assertThat(store.store().claims().running()).isEmpty();
    }

    @Test
    void aStateThatCannotBeReadIsTheFoldOfItsEventsAgainOnceItsTaskIsWrittenTo() {
        Fence fence = store.running();
        store.append(
                fence,
                EventDraft.of(EventType.LOG, "half done")
                        .with("progress", 0.5)
                        .with(
                                "usage",
                                Map.of("input_tokens", 7, "output_tokens", 1, "cost_usd", 0.25, "llm_calls", 1)));
        TaskState before = state(fence.taskId());
        tamper(fence.taskId(), "state", "{\"mood\":\"good\"}");

        store.log(fence, "goes on");
        TaskState after = state(fence.taskId());
        assertThat(after.usage()).isEqualTo(before.usage());
        assertThat(after.progress()).isEqualTo(0.5);
        assertThat(after.run()).isEqualTo(1);
        store.succeed(fence);
        store.check(fence.taskId());
    }

    @Test
    void whereTheEventsCannotBeReadEitherTheTypesOfTheEventsTellHowTheTaskStands() {
        Fence fence = store.running();
        tamper(fence.taskId(), "state", "?");
        try (TamperedRows rows = TamperedRows.of(folder, url)) {
            rows.setBodies(fence.taskId(), "{\"event_type\":\"OVERTURE\"}");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(store.store().claims().takeOver(fence.taskId())).isEmpty();
        TaskState state = state(fence.taskId());
        assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(state.run()).isEqualTo(1);
        assertThat(state.lastEventId()).isEqualTo(3);
        assertThat(store.store().journal().last(fence.taskId())).isEqualTo(3);
        store.running(fence.taskId()); // and may run again
    }

    @Test
    void aTaskWhoseJournalTakesNoEventsFailsByItsRowAlone() {
        Fence fence = store.running();
        store.log(fence, "at work");
        tamper(fence.taskId(), "request", "?");
        try (TamperedRows rows = TamperedRows.of(folder, url)) {
            rows.setLast(fence.taskId(), 1, state(fence.taskId()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(store.store().claims().takeOver(fence.taskId())).isEmpty();
        assertThat(state(fence.taskId()).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(store.store().claims().running()).isEmpty();
    }

    @Test
    void aWorkflowThatCannotBeginARunCostsNoOtherTaskItsTurn() {
        String bad = store.create();
        String good = store.create();
        store.enqueue(bad, RunRequest.FRESH);
        store.enqueue(good, RunRequest.FRESH);
        assertThat(store.store()
                        .claims()
                        .claimNext(offer -> {
                            if (offer.task().id().equals(bad)) {
                                throw new IllegalStateException("no beginning");
                            }
                            return START;
                        })
                        .map(claim -> claim.task().id()))
                .hasValue(good);
        assertFailedWith(bad, "no beginning", "TASK_START", "ERROR", "TASK_ERROR");
    }

    @Test
    void listsCountsAndStatesHaveARowThatCannotBeReadAmongTheOthers() {
        Tasks tasks = store.store().tasks();
        String bad = store.create();
        String good = store.create();
        tamper(bad, "options", "{\"squad\":\"solo\"}");
        tamper(bad, "state", "{\"status\":\"PAUSED\"}");
        tamper(bad, "status", "PAUSED");
        assertThat(tasks.page(null, 1, 10).items()).extracting(Task::id).containsExactlyInAnyOrder(good, bad);
        assertThat(tasks.list(new TaskFilter(null, SearchTerms.wanted("todo"), ""), 1, 10)
                        .total())
                .isEqualTo(2);
        assertThat(tasks.find(bad).map(Task::status)).hasValue(TaskStatus.FAILED);
        assertThat(state(bad).lastMessage()).contains("state cannot be read");
        assertThat(store.store().journal().head(bad).map(JournalHead::stateJson).orElseThrow())
                .asString(StandardCharsets.UTF_8)
                .contains("state cannot be read");
        assertThat(store.store().claims().delete(bad)).isTrue();
    }

    @Test
    void aTaskThatCannotBeReadIsStoppedLikeAnyOther() {
        String queued = store.create();
        store.enqueue(queued, RunRequest.FRESH);
        tamper(queued, "state", "?");
        tamper(queued, "request", "?");
        EventDraft cancelled = EventDraft.of(EventType.TASK_CANCELLED, "Stopped");
        assertThat(store.store().queue().cancel(queued, List.of(START.getFirst(), cancelled)))
                .isTrue();
        store.check(queued);

        Fence running = store.running();
        tamper(running.taskId(), "state", "?");
        tamper(running.taskId(), "request", "?");
        Fence end = store.store()
                .claims()
                .fence(running.taskId(), DecidedEnd.cancelled("Stopped"))
                .orElseThrow();
        store.store().claims().end(end, new EndRecord(List.of(cancelled), 0, null, false));
        assertThat(state(running.taskId()).status()).isEqualTo(TaskStatus.CANCELLED);
        store.check(running.taskId());
    }

    @Test
    void noRunBeginsWithoutTheLimitsThatItWasGivenAlsoWhenNewOnesAreNamed() {
        String id = store.store()
                .tasks()
                .create(null, "x", new TaskOptions(60, null, null, null, null, null))
                .id();
        tamper(id, "options", "{\"max_duration_seconds\":60,\"squad\":\"solo\"}");
        store.enqueue(id, RunRequest.FRESH.with(new TaskOptions(null, null, 5L, null, null, null)));
        assertThat(store.store().claims().claimNext(offer -> START)).isEmpty();
        assertFailedWith(id, "options cannot be read", "TASK_START", "ERROR", "TASK_ERROR");
        try (TamperedRows rows = TamperedRows.of(folder, url)) {
            assertThat(rows.get(id, "options"))
                    .as("for the program that knows it")
                    .contains("squad");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
