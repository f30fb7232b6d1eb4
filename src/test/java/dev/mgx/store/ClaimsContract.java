package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims: the queue, fencing, and data carried over from previous runs. */
@Timeout(20)
abstract class ClaimsContract extends DatabaseFixture {
    private static final List<EventDraft> CANCELLED = List.of(
            EventDraft.of(EventType.TASK_START, "Taken from the queue"),
            EventDraft.of(EventType.TASK_CANCELLED, "Stopped"));

    private final ManualClock clock = new ManualClock();
    private StoreFixture store;

    /** A clock that a test moves, also back. */
    private static final class ManualClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    ClaimsContract(TestDatabase database) {
        super(database);
    }

    @BeforeEach
    void openStore() {
        store = open(CommitProbe.NONE, clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Optional<Integer> position(String id) {
        return store.store().tasks().state(id).map(state -> state.queuePosition());
    }

    @Test
    void tasksAreTakenInTheOrderInWhichTheyCameAndKnowTheirPositions() {
        List<String> ids = List.of(store.create(), store.create(), store.create());
        store.enqueue(ids.get(2), RunRequest.FRESH);
        store.enqueue(ids.get(0), RunRequest.FRESH);
        store.enqueue(ids.get(1), RunRequest.FRESH);
        assertThat(position(ids.get(2))).hasValue(1);
        assertThat(position(ids.get(0))).hasValue(2);
        assertThat(position(ids.get(1))).hasValue(3);
        assertThat(store.store().tasks().find(ids.get(1)).map(Task::queuePosition))
                .hasValue(3);
        assertThat(store.store().tasks().active()).containsExactlyInAnyOrderElementsOf(ids);

        assertThat(store.store().queue().cancel(ids.get(0), CANCELLED)).isTrue();
        assertThat(position(ids.get(1))).hasValue(2);
        assertThat(store.claim().task().id()).isEqualTo(ids.get(2));
        assertThat(position(ids.get(1))).hasValue(1);
        assertThat(store.claim().task().id()).isEqualTo(ids.get(1));
        assertThat(store.store().claims().claimNext(offer -> CANCELLED)).isEmpty();
        ids.forEach(store::check);
    }

    @Test
    void askingTwiceOrForNothingOrWhenAllPlacesAreTakenChangesNothing() {
        TaskQueue queue = store.store().queue();
        String id = store.create();
        assertThat(queue.enqueue("nobody", RunRequest.FRESH, 9)).isEqualTo(new Enqueued.UnknownTask());
        assertThat(queue.enqueue(id, RunRequest.FRESH, 0)).isEqualTo(new Enqueued.QueueFull());
        assertThat(queue.enqueue(id, RunRequest.FRESH, 1)).isEqualTo(new Enqueued.Queued(1));
        assertThat(queue.enqueue(id, RunRequest.RESUME, 1)).isEqualTo(new Enqueued.AlreadyActive(1));
        assertThat(queue.enqueue(store.create(), RunRequest.FRESH, 1)).isEqualTo(new Enqueued.QueueFull());
        assertThat(store.claim().request()).isEqualTo(RunRequest.FRESH);
        assertThat(queue.enqueue(id, RunRequest.RESUME, 1)).isEqualTo(new Enqueued.AlreadyActive(1));
        assertThat(queue.cancel(id, CANCELLED)).isFalse();
    }

    @Test
    void aRequestsOptionsReplaceTheTasksWhereItNamesThemAndOnlyWhenItIsQueued() {
        TaskQueue queue = store.store().queue();
        TaskOptions first = new TaskOptions(60, new BigDecimal("0.50"), null, true, "small", null);
        String id = store.store().tasks().create(null, "Build it", first).id();
        RunRequest richer =
                RunRequest.FRESH.with(new TaskOptions(null, new BigDecimal("2"), 9_000L, false, null, null));
        assertThat(queue.enqueue(id, richer, 0)).isInstanceOf(Enqueued.QueueFull.class);
        assertThat(store.store().tasks().find(id).map(Task::options)).hasValue(first);
        store.enqueue(id, richer);
        assertThat(queue.enqueue(id, RunRequest.FRESH.with(first), 9)).isInstanceOf(Enqueued.AlreadyActive.class);

        TaskOptions after = new TaskOptions(60, new BigDecimal("2"), 9_000L, false, "small", null);
        assertThat(store.claim().task().options()).isEqualTo(after);
        assertThat(store.store().tasks().find(id).map(Task::options)).hasValue(after);
    }

    @Test
    void aTaskThatWaitsToRunAgainIsShownAsPending() {
        Fence fence = store.running();
        store.fail(fence);
        store.enqueue(fence.taskId(), RunRequest.FRESH);
        Tasks tasks = store.store().tasks();
        assertThat(tasks.find(fence.taskId()).map(Task::status)).hasValue(TaskStatus.PENDING);
        assertThat(tasks.state(fence.taskId()).map(state -> state.status())).hasValue(TaskStatus.PENDING);
        assertThat(tasks.page(TaskStatus.FAILED, 1, 10).total()).isZero();
        assertThat(tasks.page(TaskStatus.PENDING, 1, 10).items()).hasSize(1);
        assertThat(store.store().journal().head(fence.taskId()).map(JournalHead::over))
                .hasValue(false);
        assertThat(store.store().queue().cancel(fence.taskId(), CANCELLED)).isTrue();
        assertThat(tasks.find(fence.taskId()).map(Task::status)).hasValue(TaskStatus.CANCELLED);
        assertThat(store.store().journal().head(fence.taskId()).map(JournalHead::over))
                .hasValue(true);
        store.check(fence.taskId());
    }

    private void assertFenced(Fence fence) {
        long last = store.store().journal().last(fence.taskId());
        Change file = new Change.FileSaved(1, "a", new ArtifactDraft("Late.java", "late", AgentRole.ENGINEER));
        assertThatThrownBy(() -> store.log(fence, "late")).isInstanceOf(StaleEpoch.class);
        assertThatThrownBy(() -> store.change(fence, file, new Change.StepFinished(1, "s", "1")))
                .isInstanceOf(StaleEpoch.class);
        assertThatThrownBy(() -> store.succeed(fence)).isInstanceOf(StaleEpoch.class);
        store.store().claims().used(fence, 99_999);
        store.store().claims().handOver(fence, 99_999);
        assertThat(store.store().journal().last(fence.taskId())).isEqualTo(last);
        assertThat(store.store().artifacts().versions(fence.taskId(), "Late.java"))
                .isEmpty();
    }

    @Test
    void whoIsShutOutRecordsNothingAndTheEndIsRecordedByWhoShutItOut() {
        Fence run = store.running();
        Fence end = store.store()
                .claims()
                .fence(run.taskId(), DecidedEnd.cancelled("Stopped"))
                .orElseThrow();
        assertFenced(run);
        store.store()
                .claims()
                .end(end, new EndRecord(List.of(EventDraft.of(EventType.TASK_CANCELLED, "Stopped")), 0, null, false));
        assertFenced(run);
        assertFenced(end);
        assertThat(store.store().claims().fence(run.taskId(), DecidedEnd.failed(ErrorType.INTERNAL, "x")))
                .isEmpty();
        store.check(run.taskId());
    }

    @Test
    void nothingFollowsTheEndOfARunUnderItsFence() {
        Fence run = store.running();
        store.succeed(run);
        assertFenced(run);
        Fence again = store.running(run.taskId());
        assertFenced(run);
        assertThat(store.log(again, "goes on").getFirst().eventId()).isEqualTo(5);
        store.check(run.taskId());
    }

    @Test
    void whoTakesARunOverShutsOutWhoHadItAndKnowsWhatWasDecided() {
        Fence run = store.running();
        store.store().claims().used(run, 1_234);
        Claim second = store.store().claims().takeOver(run.taskId()).orElseThrow();
        assertThat(second.takeovers()).isEqualTo(1);
        assertThat(second.usedMillis()).isEqualTo(1_234);
        assertThat(second.ending()).isNull();
        assertFenced(run);

        store.change(second.fence(), new Change.StepBegun(1, "s"), new Change.StepFinished(1, "s", "1"));
        assertThat(store.store().claims().takeOver(run.taskId()).map(Claim::takeovers))
                .hasValue(1);
        DecidedEnd first = DecidedEnd.cancelled("Stopped");
        assertThat(store.store().claims().fence(run.taskId(), first)).isPresent();
        assertThat(store.store().claims().fence(run.taskId(), DecidedEnd.failed(ErrorType.INTERNAL, "Late")))
                .isPresent();
        Claim third = store.store().claims().takeOver(run.taskId()).orElseThrow();
        assertThat(third.ending()).isEqualTo(first);
        store.fail(third.fence());
        assertThat(store.store().claims().takeOver(run.taskId())).isEmpty();
        assertThat(store.store().claims().takeOver("nobody")).isEmpty();
    }

    @Test
    void aRunHandedOverInGoodOrderIsNoSignOfPoison() {
        Fence fence = store.running();
        for (int i = 0; i < 5; i++) {
            store.store().claims().handOver(fence, i);
            Claim next = store.store().claims().takeOver(fence.taskId()).orElseThrow();
            assertThat(next.takeovers()).isZero();
            fence = next.fence();
        }
    }

    @Test
    void aDeletedTaskIsGoneWithAllItHad() {
        Fence fence = store.running();
        store.change(
                fence,
                new Change.StepBegun(1, "s"),
                new Change.FileSaved(1, "a", new ArtifactDraft("A.java", "x", AgentRole.ENGINEER)),
                new Change.MessageSent("messages", Map.of("content", "x")));
        assertThat(store.store().claims().delete(fence.taskId())).isTrue();
        assertThat(store.store().claims().delete(fence.taskId())).isFalse();
        assertThat(store.store().tasks().state(fence.taskId())).isEmpty();
        assertThat(store.store().journal().head(fence.taskId())).isEmpty();
        assertThat(store.store().journal().after(fence.taskId(), 0, 9)).isEmpty();
        assertThat(store.store().steps().find(fence.taskId(), 1, "s")).isEmpty();
        assertThat(store.store().artifacts().versions(fence.taskId(), "A.java")).isEmpty();
        assertThat(store.store().inbox().on(fence.taskId(), "messages")).isEmpty();
        assertThatThrownBy(() -> store.log(fence, "late")).isInstanceOf(StaleEpoch.class);
    }

    private Fence failedWithAStepAndAFile() {
        Fence fence = store.running();
        store.change(
                fence,
                new Change.StepBegun(1, "done"),
                new Change.StepFinished(1, "done", "\"result\""),
                new Change.StepBegun(1, "half"),
                new Change.FileSaved(1, "a", new ArtifactDraft("A.java", "one", AgentRole.ENGINEER)),
                new Change.MessageSent("messages", Map.of("content", "blue, please")),
                new Change.MessageSent("approval", Map.of("approved", false)));
        store.fail(fence);
        return fence;
    }

    @Test
    void aResumedRunHasTheFinishedStepsTheFilesAndTheMessagesOfTheRunBefore() {
        String id = failedWithAStepAndAFile().taskId();
        store.running(id, RunRequest.RESUME);
        assertThat(store.store().steps().find(id, 2, "done")).hasValue(new Steps.Known(1, "\"result\""));
        assertThat(store.store().steps().find(id, 2, "half")).isEmpty();
        assertThat(store.store().artifacts().manifest(id, 2)).containsExactly(Map.entry("A.java", "one"));
        assertThat(store.store().inbox().on(id, "messages")).hasSize(1);
        assertThat(store.store().inbox().on(id, "approval")).isEmpty(); // its question is asked again
    }

    @Test
    void aResumptionStoppedInTheQueueLosesNoFinishedStep() {
        String id = failedWithAStepAndAFile().taskId();
        store.enqueue(id, RunRequest.RESUME);
        assertThat(store.store().queue().cancel(id, CANCELLED)).isTrue();
        store.running(id, RunRequest.RESUME);
        assertThat(store.store().steps().find(id, 3, "done")).isPresent();
        assertThat(store.store().artifacts().manifest(id, 3)).containsKey("A.java");
        store.check(id);
    }

    @Test
    void aFreshRunStartsFromNothingAndSoDoesWhatResumesIt() {
        String id = failedWithAStepAndAFile().taskId();
        Fence fresh = store.running(id);
        assertThat(store.store().steps().find(id, 2, "done")).isEmpty();
        assertThat(store.store().artifacts().manifest(id, 2)).isEmpty();
        store.fail(fresh);
        store.running(id, RunRequest.RESUME);
        assertThat(store.store().artifacts().manifest(id, 3)).isEmpty();
    }

    @Test
    void anAnswerToAnEarlierRunIsNoAnswerToALaterOne() {
        String id = failedWithAStepAndAFile().taskId();
        store.running(id);
        assertThat(store.store().inbox().on(id, "approval")).isEmpty();
    }

    @Test
    void aFollowUpStandsOnTheLatestFilesAndOnNoStep() {
        String id = failedWithAStepAndAFile().taskId();
        store.fail(store.running(id)); // this one has no files
        store.running(id, RunRequest.followUp("more"));
        assertThat(store.store().artifacts().manifest(id, 3)).containsKey("A.java");
        assertThat(store.store().steps().find(id, 3, "done")).isEmpty();
    }

    @Test
    void timeNeverFallsWithinATaskEvenWhenTheClockDoes() {
        Fence fence = store.running();
        clock.now = Instant.parse("2025-12-31T23:00:00Z");
        Instant earlier = store.log(fence, "the clock was set back").getFirst().timestamp();
        assertThat(earlier).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        clock.now = Instant.parse("2026-01-01T00:00:01Z");
        assertThat(store.log(fence, "and goes on").getFirst().timestamp()).isEqualTo(clock.now);
        store.check(fence.taskId());
    }

    @Test
    void tasksAreListedNewestFirstInPages() {
        for (int i = 0; i < 5; i++) {
            clock.now = clock.now.plusSeconds(i % 2);
            store.store().tasks().create("title " + i, "x", TaskOptions.DEFAULT);
        }
        Tasks tasks = store.store().tasks();
        assertThat(tasks.page(null, 1, 2).items()).extracting(Task::title).containsExactly("title 4", "title 3");
        assertThat(tasks.page(null, 3, 2).items()).extracting(Task::title).containsExactly("title 0");
        assertThat(tasks.page(null, 4, 2).items()).isEmpty();
        assertThat(tasks.page(null, 4, 2).total()).isEqualTo(5);
        assertThat(tasks.page(TaskStatus.RUNNING, 1, 2).total()).isZero();
        String id = tasks.page(null, 1, 1).items().getFirst().id();
        assertThat(tasks.describe(id, "new", null).map(Task::title)).hasValue("new");
        assertThat(tasks.describe(id, null, "sum").map(Task::title)).hasValue("new");
        assertThat(tasks.describe("nobody", "new", null)).isEmpty();
    }
}
