package dev.mgx.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.EngineFixture;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shutdown keeps to its timeout, however many runs there are and whatever they wait for. */
@Timeout(60)
class ShutdownTest {
    private static final int RUNS = 20;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final TaskOptions ASKS = new TaskOptions(null, null, null, true, null, null);

    @TempDir
    Path folder;

    private static EngineLimits limits(int slots, Duration grace) {
        return new EngineLimits(slots, RUNS, Duration.ofMinutes(10), Duration.ofSeconds(1), grace);
    }

    private static Duration close(EngineFixture fixture) {
        long began = System.nanoTime();
        fixture.engine().close();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void unresponsiveRunsShareOneDeadlineAndAreResumedLater() throws Exception {
        Semaphore never = new Semaphore(0);
        List<String> ids = new ArrayList<>();
        CountDownLatch working = new CountDownLatch(RUNS);
        EngineFixture.Script stubborn = run -> run.step("stubborn", WorkflowResult.Succeeded.class, step -> {
            working.countDown();
            never.acquireUninterruptibly();
            return EngineFixture.done("done");
        });
        try (EngineFixture fixture = new EngineFixture(folder, stubborn, limits(RUNS, GRACE), Recovery.RESUME)) {
            for (int i = 0; i < RUNS; i++) {
                ids.add(fixture.started());
            }
            working.await();
            assertThat(close(fixture)).isLessThan(GRACE.multipliedBy(2)); // one at a time it would be ten seconds
            assertThat(fixture.store().claims().running()).containsExactlyElementsOf(ids);
            never.release(RUNS);
        }
        try (EngineFixture fixture =
                new EngineFixture(folder, run -> EngineFixture.done("done"), limits(RUNS, GRACE), Recovery.RESUME)) {
            for (String id : ids) {
                assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            }
        }
    }

    /** What was paid for is not paid for again: the step is not interrupted, and its result is kept. */
    @Test
    void aStepMayUseMoreThanHalfOfTheTime() throws Exception {
        Duration grace = Duration.ofSeconds(4);
        Semaphore never = new Semaphore(0);
        CountDownLatch working = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        EngineFixture.Script script = run -> {
            run.step("call", String.class, step -> {
                calls.incrementAndGet();
                working.countDown();
                return "waited: "
                        + never.tryAcquire(grace.multipliedBy(5).dividedBy(8).toMillis(), TimeUnit.MILLISECONDS);
            });
            return run.step("after", WorkflowResult.Succeeded.class, step -> EngineFixture.done("done"));
        };
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script, limits(1, grace), Recovery.RESUME)) {
            id = fixture.started();
            working.await();
            assertThat(close(fixture)).isLessThan(grace);
        }
        try (EngineFixture fixture = new EngineFixture(folder, script, limits(1, grace), Recovery.RESUME)) {
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
        assertThat(calls).hasValue(1);
    }

    /** The only slot is held by another run, which releases it only after the first one has ended. */
    @Test
    void aRunThatWaitsForASlotIsSuspendedAtOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(1);
        EngineFixture.Script script = run -> {
            if (!run.task().options().asksForApproval()) {
                return run.step("work", WorkflowResult.Succeeded.class, step -> {
                    working.countDown();
                    release.await();
                    return EngineFixture.done("worked");
                });
            }
            try {
                EventDraft request = EventDraft.of(EventType.APPROVAL_REQUEST, "?");
                run.receive("approval", "approval", Duration.ofHours(1), request, answer -> answer);
            } finally {
                release.countDown();
            }
            return EngineFixture.done("approved");
        };
        String asks;
        try (EngineFixture fixture =
                new EngineFixture(folder, script, limits(1, Duration.ofHours(1)), Recovery.RESUME)) {
            asks = fixture.create(ASKS);
            fixture.engine().run(asks, RunRequest.FRESH);
            fixture.await(asks, state -> state.waitingFor() != null);
            fixture.started();
            working.await();
            fixture.engine().approve(asks, true, null);
            fixture.await(asks, ShutdownTest::waitsForSlot);
        } // within this test's deadline, not after half of an hour
        try (EngineFixture fixture = new EngineFixture(folder, script, limits(1, GRACE), Recovery.RESUME)) {
            assertThat(fixture.awaitOver(asks).finalResult()).containsEntry("summary", "approved");
        }
    }

    private static boolean waitsForSlot(TaskState state) {
        return state.waitingFor() != null && state.waitingFor().what().equals("place");
    }

    /** Commits hang until a test lets them pass. */
    private static final class HangingDisk implements CommitProbe, AutoCloseable {
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore passes = new Semaphore(0);
        private volatile boolean hangs;

        @Override
        public void before(long commit) {
            if (hangs) {
                arrived.release();
                passes.acquireUninterruptibly();
            }
        }

        @Override
        public void after(long commit) {}

        void awaitSync() throws InterruptedException {
            assertThat(arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            hangs = false;
            passes.release(1_000);
        }
    }

    @Test
    void aHangingDatabaseDoesNotProlongTheShutdown() throws Exception {
        HangingDisk disk = new HangingDisk();
        Store store = EngineFixture.open(folder, disk);
        String id;
        try (EngineFixture fixture =
                        new EngineFixture(store, run -> EngineFixture.done("done"), limits(1, GRACE), Recovery.RESUME);
                disk) { // the first to be closed: the others wait for it
            id = fixture.create();
            disk.hangs = true;
            Thread asking = Thread.ofVirtual().start(() -> fixture.engine().run(id, RunRequest.FRESH));
            disk.awaitSync();
            disk.passes.release(); // it is queued
            asking.join();
            disk.awaitSync(); // it is being started
            assertThat(close(fixture)).isLessThan(GRACE.multipliedBy(3));
        }
        try (EngineFixture fixture = new EngineFixture(folder, run -> EngineFixture.done("done"))) {
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }
}
