package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.store.StoreUnavailable;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that leaves what an earlier process left: nothing of it goes on, and is paid for, unasked. */
@Timeout(30)
class LeftBehindTest {
    /** One place, so that the second task waits. */
    private static final EngineLimits ONE =
            new EngineLimits(1, 10, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofMillis(200));

    @TempDir
    Path folder;

    private final Set<String> worked = ConcurrentHashMap.newKeySet();
    private String running = "";
    private String queued = "";

    /** Ends a process while one task runs and another waits. */
    private void leaveTwo() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        Bench.Script forever = run -> run.step("forever", Outcome.Succeeded.class, step -> {
            working.countDown();
            new CountDownLatch(1).await();
            return Bench.done("never");
        });
        try (Bench bench = new Bench(folder, forever, ONE, Recovery.RESUME)) {
            running = bench.started();
            queued = bench.started();
            working.await();
        }
    }

    private Bench nextProcess() {
        return new Bench(
                folder,
                run -> {
                    worked.add(run.task().id());
                    return Bench.done("done");
                },
                ONE,
                Recovery.LEAVE);
    }

    @Test
    void onlyWhatIsAskedForNowIsRun() throws Exception {
        leaveTwo();
        try (Bench bench = nextProcess()) {
            String asked = bench.started();
            bench.awaitOver(asked);
            assertThat(worked).containsExactly(asked);
            assertThat(bench.store().tasks().active()).containsExactly(running, queued);
        }
    }

    @Test
    void aRunThatWasUnderWayGoesOnWhenAsked() throws Exception {
        leaveTwo();
        try (Bench bench = nextProcess()) {
            assertThat(bench.engine().run(running, RunRequest.RESUME)).isEqualTo(new Acceptance.Accepted(1));
            TaskState state = bench.awaitOver(running);
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.run()).isEqualTo(1);
            assertThat(state.attempt()).isEqualTo(2);
            Invariants.checkOver(bench.store(), running);
            assertThat(worked).containsExactly(running);
        }
    }

    @Test
    void aRunThatWaitedGoesOnWhenAsked() throws Exception {
        leaveTwo();
        try (Bench bench = nextProcess()) {
            assertThat(bench.engine().run(queued, RunRequest.FRESH)).isEqualTo(new Acceptance.Accepted(1));
            bench.awaitOver(queued);
            assertThat(worked).containsExactly(queued);
        }
    }

    @Test
    void askedForTwiceItIsTakenUpOnce() throws Exception {
        leaveTwo();
        CountDownLatch letGo = new CountDownLatch(1);
        Bench.Script script = run -> {
            letGo.await();
            return Bench.done("done");
        };
        try (Bench bench = new Bench(folder, script, ONE, Recovery.LEAVE)) {
            assertThat(bench.engine().run(running, RunRequest.RESUME)).isEqualTo(new Acceptance.Accepted(1));
            assertThat(bench.engine().run(running, RunRequest.RESUME)).isEqualTo(new Acceptance.AlreadyRunning());
            letGo.countDown();
            assertThat(bench.awaitOver(running).attempt()).isEqualTo(2);
        }
    }

    @Test
    void oneThatWasStoppedAndStartedAnewIsNotLeftBehindAnyMore() throws Exception {
        leaveTwo();
        try (Bench bench = nextProcess()) {
            bench.engine().stop(running);
            bench.engine().run(running, RunRequest.FRESH);
            TaskState state = bench.awaitOver(running);
            assertThat(state.run()).isEqualTo(2);
            assertThat(state.attempt()).isEqualTo(1);
        }
    }

    @Test
    void oneThatTheDatabaseRefusedToTakeUpGoesOnWhenAskedAgain() throws Exception {
        leaveTwo();
        RefusingDisk disk = new RefusingDisk();
        Bench.Script done = run -> Bench.done("done");
        try (Bench bench = new Bench(Bench.open(folder, disk), done, ONE, Recovery.LEAVE)) {
            disk.refuse(1, 1); // it is seen to be under way; the options that it is to go on with are refused
            assertThatThrownBy(() -> bench.engine().run(running, RunRequest.RESUME))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(disk.isRightAgain()).isTrue();
            assertThat(bench.engine().run(running, RunRequest.RESUME)).isEqualTo(new Acceptance.Accepted(1));
            assertThat(bench.awaitOver(running).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void oneWhoseTakeoverTheDatabaseRefusedIsTakenOverAtTheNextLook() throws Exception {
        leaveTwo();
        RefusingDisk disk = new RefusingDisk();
        Bench.Script done = run -> Bench.done("done");
        try (Bench bench = new Bench(Bench.open(folder, disk), done, ONE, Recovery.LEAVE)) {
            disk.refuse(2, 1);
            assertThat(bench.engine().run(running, RunRequest.RESUME)).isEqualTo(new Acceptance.Accepted(1));
            TaskState state = bench.awaitOver(running);
            assertThat(disk.isRightAgain()).isTrue();
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.attempt()).isEqualTo(2);
        }
    }
}
