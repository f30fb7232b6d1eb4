package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.EngineFixture;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.FailingDisk;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.SubmitResult;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With {@link Recovery#LEAVE} nothing that an earlier process left is resumed, or costs anything, unless requested. */
@Timeout(30)
class InterruptedRunsTest {
    /** One slot, so that the second task is queued. */
    private static final EngineLimits ONE =
            new EngineLimits(1, 10, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofMillis(200));

    @TempDir
    Path folder;

    private final Set<String> worked = ConcurrentHashMap.newKeySet();
    private String running = "";
    private String queued = "";

    /** Ends a process while one task runs and another waits. */
    private void interruptTwo() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        EngineFixture.Script forever = run -> run.step("forever", WorkflowResult.Succeeded.class, step -> {
            working.countDown();
            new CountDownLatch(1).await();
            return EngineFixture.done("never");
        });
        try (EngineFixture fixture = new EngineFixture(folder, forever, ONE, Recovery.RESUME)) {
            running = fixture.started();
            queued = fixture.started();
            working.await();
        }
    }

    private EngineFixture nextProcess() {
        return new EngineFixture(
                folder,
                run -> {
                    worked.add(run.task().id());
                    return EngineFixture.done("done");
                },
                ONE,
                Recovery.LEAVE);
    }

    @Test
    void onlyRequestedTasksAreRun() throws Exception {
        interruptTwo();
        try (EngineFixture fixture = nextProcess()) {
            String requested = fixture.started();
            fixture.awaitOver(requested);
            assertThat(worked).containsExactly(requested);
            assertThat(fixture.store().tasks().active()).containsExactly(running, queued);
        }
    }

    @Test
    void anActiveRunIsResumedOnRequest() throws Exception {
        interruptTwo();
        try (EngineFixture fixture = nextProcess()) {
            assertThat(fixture.engine().run(running, RunRequest.RESUME)).isEqualTo(new SubmitResult.Accepted(1));
            TaskState state = fixture.awaitOver(running);
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.run()).isEqualTo(1);
            assertThat(state.attempt()).isEqualTo(2);
            Invariants.checkOver(fixture.store(), running);
            assertThat(worked).containsExactly(running);
        }
    }

    @Test
    void aQueuedRunIsStartedOnRequest() throws Exception {
        interruptTwo();
        try (EngineFixture fixture = nextProcess()) {
            assertThat(fixture.engine().run(queued, RunRequest.FRESH)).isEqualTo(new SubmitResult.Accepted(1));
            fixture.awaitOver(queued);
            assertThat(worked).containsExactly(queued);
        }
    }

    @Test
    void aRunRequestedTwiceIsResumedOnce() throws Exception {
        interruptTwo();
        CountDownLatch release = new CountDownLatch(1);
        EngineFixture.Script script = run -> {
            release.await();
            return EngineFixture.done("done");
        };
        try (EngineFixture fixture = new EngineFixture(folder, script, ONE, Recovery.LEAVE)) {
            assertThat(fixture.engine().run(running, RunRequest.RESUME)).isEqualTo(new SubmitResult.Accepted(1));
            assertThat(fixture.engine().run(running, RunRequest.RESUME)).isEqualTo(new SubmitResult.AlreadyRunning());
            release.countDown();
            assertThat(fixture.awaitOver(running).attempt()).isEqualTo(2);
        }
    }

    @Test
    void aRunStoppedAndStartedAnewIsNoLongerInterrupted() throws Exception {
        interruptTwo();
        try (EngineFixture fixture = nextProcess()) {
            fixture.engine().stop(running);
            fixture.engine().run(running, RunRequest.FRESH);
            TaskState state = fixture.awaitOver(running);
            assertThat(state.run()).isEqualTo(2);
            assertThat(state.attempt()).isEqualTo(1);
        }
    }

    @Test
    void aResumeThatTheDatabaseRefusedSucceedsWhenRequestedAgain() throws Exception {
        interruptTwo();
        FailingDisk disk = new FailingDisk();
        EngineFixture.Script done = run -> EngineFixture.done("done");
        try (EngineFixture fixture = new EngineFixture(EngineFixture.open(folder, disk), done, ONE, Recovery.LEAVE)) {
            disk.fail(1, 1); // the enqueue finds it active; writing its new options fails
            assertThatThrownBy(() -> fixture.engine().run(running, RunRequest.RESUME))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(disk.hasFailedEnough()).isTrue();
            assertThat(fixture.engine().run(running, RunRequest.RESUME)).isEqualTo(new SubmitResult.Accepted(1));
            assertThat(fixture.awaitOver(running).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aTakeoverThatTheDatabaseRefusedIsTriedAgainAtTheNextPoll() throws Exception {
        interruptTwo();
        FailingDisk disk = new FailingDisk();
        EngineFixture.Script done = run -> EngineFixture.done("done");
        try (EngineFixture fixture = new EngineFixture(EngineFixture.open(folder, disk), done, ONE, Recovery.LEAVE)) {
            disk.fail(2, 1);
            assertThat(fixture.engine().run(running, RunRequest.RESUME)).isEqualTo(new SubmitResult.Accepted(1));
            TaskState state = fixture.awaitOver(running);
            assertThat(disk.hasFailedEnough()).isTrue();
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.attempt()).isEqualTo(2);
        }
    }
}
