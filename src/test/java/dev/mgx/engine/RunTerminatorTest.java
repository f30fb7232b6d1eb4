package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
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

/** An end that was decided is carried out, whatever fails meanwhile, and by whomever it was decided. */
@Timeout(60)
class RunTerminatorTest {
    /** So often that a second try is not enough. */
    private static final int FAILURES = 3;

    private final TroubledClock clock = new TroubledClock();
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @TempDir
    Path folder;

    /** What recording an end may throw; all of it is in the log and is meant to be. */
    static Stream<Supplier<Throwable>> troubles() {
        return Stream.of(
                () -> new IllegalStateException("it broke"),
                () -> new OutOfMemoryError("Java heap space"),
                () -> new StackOverflowError("deep"));
    }

    private Outcome work(Run run) throws InterruptedException {
        run.step("work", String.class, step -> {
            working.countDown();
            letGo.await();
            return "";
        });
        return Bench.done("done");
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anEndThatAStopDecidedIsTriedUntilItIsRecorded(Supplier<Throwable> trouble) throws Exception {
        try (Bench bench = new Bench(folder, this::work, clock)) {
            String id = bench.started();
            working.await();
            clock.fail(FAILURES, trouble);
            bench.engine().stop(id);
            assertThat(clock.isRightAgain()).isTrue();
            assertThat(bench.store().tasks().state(id).map(TaskState::status)).contains(TaskStatus.CANCELLED);
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            assertThat(bench.engine().running()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anEndThatTheWorkflowCameToIsTriedUntilItIsRecorded(Supplier<Throwable> trouble) throws Exception {
        try (Bench bench = new Bench(
                folder,
                run -> {
                    Outcome outcome = work(run);
                    clock.fail(FAILURES, trouble);
                    return outcome;
                },
                clock)) {
            String id = bench.started();
            letGo.countDown();
            assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(clock.isRightAgain()).isTrue();
            Invariants.checkOver(bench.store(), id);
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anEndThatADeadlineDecidedIsTriedUntilItIsRecorded(Supplier<Throwable> trouble) throws Exception {
        try (Bench bench = new Bench(folder, this::work, clock)) {
            String id = bench.create(new TaskOptions(1, null, null, null, null));
            bench.engine().run(id, RunRequest.FRESH);
            working.await();
            clock.fail(FAILURES, trouble);
            assertThat(bench.awaitOver(id).errorMessage()).isEqualTo("Task exceeded maximum duration of 1 seconds");
            assertThat(clock.isRightAgain()).isTrue();
            Invariants.checkOver(bench.store(), id);
        }
    }

    @Test
    void anEndThatTookOverAPoisonousRunIsTriedUntilItIsRecorded() throws Exception {
        String id;
        try (Bench bench = new Bench(folder, this::work)) {
            id = bench.started();
            working.await();
        }
        try (var store = Bench.open(folder)) {
            for (int takeover = 1; takeover <= 3; takeover++) {
                assertThat(store.claims().takeOver(id)).isPresent();
            }
        }
        clock.fail(FAILURES, () -> new IllegalStateException("it broke"));
        try (Bench bench = new Bench(folder, this::work, clock)) {
            assertThat(bench.awaitOver(id).errorMessage()).startsWith("The server ended 3 times");
        }
    }

    @Test
    void aRunThatIsInterruptedThoughNobodyAskedForThatFailsAndSaysSo() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            throw new InterruptedException("a library's own");
        })) {
            assertThat(bench.awaitOver(bench.started()).errorMessage()).contains("interrupted");
        }
    }

    /** Not even its name can be told: what tells of it fails as well. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("this is printed and is meant to be");
        }
    }

    @Test
    void aRunWhoseThreadDiesWithoutAWordFailsAndSaysSo() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            throw new Unspeakable();
        })) {
            assertThat(bench.awaitOver(bench.started()).errorMessage()).contains("died without saying why");
        }
    }

    @Test
    void aWorkflowThatReturnsInterruptedGetsItsEnd() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            Thread.currentThread().interrupt();
            return Bench.done("done");
        })) {
            assertThat(bench.awaitOver(bench.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void severalStopsOfARunThatNobodyTookOverAllSucceed() throws Exception {
        String id;
        try (Bench bench = new Bench(folder, this::work)) {
            id = bench.started();
            working.await();
        }
        try (Bench bench = new Bench(folder, this::work, clock, Recovery.LEAVE);
                var stops = Executors.newVirtualThreadPerTaskExecutor()) {
            clock.fail(FAILURES, () -> new IllegalStateException("it broke"));
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                asked.add(stops.submit(stop(bench, id)));
            }
            assertThat(asked).allSatisfy(stop -> assertThat(stop.get()).isEqualTo("stopped"));
            Invariants.checkOver(bench.store(), id);
        }
    }

    private static Callable<String> stop(Bench bench, String id) {
        return () -> {
            bench.engine().stop(id);
            return "stopped";
        };
    }

    @Test
    void aRunThatFollowsUpIsStoppedLikeAnyOther() throws Exception {
        CountDownLatch followsUp = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                followsUp.countDown();
                never.await();
            }
            return work(run);
        })) {
            String id = bench.started();
            working.await();
            bench.engine().say(id, "blue, please");
            letGo.countDown();
            followsUp.await();
            bench.engine().stop(id);
            assertThat(bench.store().tasks().state(id).map(TaskState::status)).contains(TaskStatus.CANCELLED);
            assertThatThrownBy(() -> bench.engine().stop(id)).isInstanceOf(NotActive.class);
        }
    }

    @Test
    void aDeleteThatTheDatabaseRefusesAtFirstIsCarriedOut() throws Exception {
        RefusingDisk disk = new RefusingDisk();
        try (Bench bench =
                new Bench(Bench.open(folder, disk), this::work, Bench.QUICK, Recovery.RESUME)) {
            String id = bench.started();
            working.await();
            disk.refuse(1, FAILURES); // the run is shut out, and its task not deleted yet
            bench.engine().delete(id);
            assertThat(disk.isRightAgain()).isTrue();
            assertThat(bench.store().tasks().find(id)).isEmpty();
            assertThat(bench.engine().running()).isZero();
            assertThatThrownBy(() -> bench.engine().delete(id)).isInstanceOf(TaskNotFound.class);
        }
    }
}
