package dev.mgx.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.EngineFixture;
import dev.mgx.engine.FailingClock;
import dev.mgx.engine.FailingDisk;
import dev.mgx.engine.NotActive;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decided end is carried out whatever fails meanwhile, and whoever decided it. */
@Timeout(60)
class RunTerminatorTest {
    /** More than one, so that a single retry is not enough. */
    private static final int FAILURES = 3;

    private final FailingClock clock = new FailingClock();
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @TempDir
    Path folder;

    /** What recording an end may throw. All of it is expected in the log. */
    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(
                () -> new IllegalStateException("it broke"),
                () -> new OutOfMemoryError("Java heap space"),
                () -> new StackOverflowError("deep"));
    }

    private WorkflowResult work(Run run) throws InterruptedException {
        run.step("work", String.class, step -> {
            working.countDown();
            release.await();
            return "";
        });
        return EngineFixture.done("done");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEndByStopIsRetriedUntilItIsRecorded(Supplier<Throwable> failure) throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, this::work, clock)) {
            String id = fixture.started();
            working.await();
            clock.fail(FAILURES, failure);
            fixture.engine().stop(id);
            assertThat(clock.hasFailedEnough()).isTrue();
            assertThat(fixture.store().tasks().state(id).map(TaskState::status)).contains(TaskStatus.CANCELLED);
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            assertThat(fixture.engine().running()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEndByTheWorkflowIsRetriedUntilItIsRecorded(Supplier<Throwable> failure) throws Exception {
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    WorkflowResult result = work(run);
                    clock.fail(FAILURES, failure);
                    return result;
                },
                clock)) {
            String id = fixture.started();
            release.countDown();
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(clock.hasFailedEnough()).isTrue();
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEndByDeadlineIsRetriedUntilItIsRecorded(Supplier<Throwable> failure) throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, this::work, clock)) {
            String id = fixture.create(new TaskOptions(1, null, null, null, null, null));
            fixture.engine().run(id, RunRequest.FRESH);
            working.await();
            clock.fail(FAILURES, failure);
            assertThat(fixture.awaitOver(id).errorMessage()).isEqualTo("Task exceeded maximum duration of 1 seconds");
            assertThat(clock.hasFailedEnough()).isTrue();
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @Test
    void anEndAfterTooManyTakeoversIsRetriedUntilItIsRecorded() throws Exception {
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, this::work)) {
            id = fixture.started();
            working.await();
        }
        try (var store = EngineFixture.open(folder)) {
            for (int takeover = 1; takeover <= 3; takeover++) {
                assertThat(store.claims().takeOver(id)).isPresent();
            }
        }
        clock.fail(FAILURES, () -> new IllegalStateException("it broke"));
        try (EngineFixture fixture = new EngineFixture(folder, this::work, clock)) {
            assertThat(fixture.awaitOver(id).errorMessage()).startsWith("The server stopped 3 times");
        }
    }

    @Test
    void anUnexpectedInterruptFailsTheRun() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            throw new InterruptedException("a library's own");
        })) {
            assertThat(fixture.awaitOver(fixture.started()).errorMessage()).contains("interrupted");
        }
    }

    /** An exception that cannot even be printed. */
    private static final class UnprintableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("expected on standard error");
        }
    }

    @Test
    void aRunWhoseThreadDiesFails() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            throw new UnprintableException();
        })) {
            assertThat(fixture.awaitOver(fixture.started()).errorMessage()).contains("died for an unknown reason");
        }
    }

    @Test
    void aWorkflowThatReturnsWhileInterruptedEndsNormally() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            Thread.currentThread().interrupt();
            return EngineFixture.done("done");
        })) {
            assertThat(fixture.awaitOver(fixture.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void concurrentStopsOfAnInterruptedRunAllSucceed() throws Exception {
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, this::work)) {
            id = fixture.started();
            working.await();
        }
        try (EngineFixture fixture = new EngineFixture(folder, this::work, clock, Recovery.LEAVE);
                var stops = Executors.newVirtualThreadPerTaskExecutor()) {
            clock.fail(FAILURES, () -> new IllegalStateException("it broke"));
            List<Future<?>> requested = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                requested.add(stops.submit(stop(fixture, id)));
            }
            assertThat(requested).allSatisfy(stop -> assertThat(stop.get()).isEqualTo("stopped"));
            Invariants.checkOver(fixture.store(), id);
        }
    }

    private static Callable<String> stop(EngineFixture fixture, String id) {
        return () -> {
            fixture.engine().stop(id);
            return "stopped";
        };
    }

    @Test
    void aFollowUpRunCanBeStopped() throws Exception {
        CountDownLatch followsUp = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                followsUp.countDown();
                never.await();
            }
            return work(run);
        })) {
            String id = fixture.started();
            working.await();
            fixture.engine().say(id, "blue, please");
            release.countDown();
            followsUp.await();
            fixture.engine().stop(id);
            assertThat(fixture.store().tasks().state(id).map(TaskState::status)).contains(TaskStatus.CANCELLED);
            assertThatThrownBy(() -> fixture.engine().stop(id)).isInstanceOf(NotActive.class);
        }
    }

    @Test
    void aDeleteThatFailsAtFirstIsRetried() throws Exception {
        FailingDisk disk = new FailingDisk();
        try (EngineFixture fixture =
                new EngineFixture(EngineFixture.open(folder, disk), this::work, EngineFixture.QUICK, Recovery.RESUME)) {
            String id = fixture.started();
            working.await();
            disk.fail(1, FAILURES); // the run is fenced, and its task not deleted yet
            fixture.engine().delete(id);
            assertThat(disk.hasFailedEnough()).isTrue();
            assertThat(fixture.store().tasks().find(id)).isEmpty();
            assertThat(fixture.engine().running()).isZero();
            assertThatThrownBy(() -> fixture.engine().delete(id)).isInstanceOf(TaskNotFound.class);
        }
    }
}
