package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineTest {
    @TempDir
    Path folder;

    @Test
    void runsAWorkflowToItsEndAndKeepsWhatItDid() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            String word = run.step("one", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Writing")
                        .by(AgentRole.ENGINEER)
                        .with("progress", 0.5));
                step.save(new ArtifactDraft("Main.java", "class Main {}", AgentRole.ENGINEER));
                step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, "Written").by(AgentRole.ENGINEER));
                return "word";
            });
            return Bench.done("The word is " + word);
        })) {
            String id = bench.started();
            TaskState state = bench.awaitOver(id);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.progress()).isEqualTo(1);
            assertThat(state.finalResult()).containsEntry("summary", "The word is word");
            assertThat(bench.store().artifacts().manifest(id, 1)).containsEntry("Main.java", "class Main {}");
            assertThat(bench.store().tasks().find(id).orElseThrow().resultSummary()).isEqualTo("The word is word");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)))
                    .containsExactly("TASK_START", "AGENT_START", "AGENT_COMPLETE", "RESULT", "TASK_COMPLETE");
        }
    }

    @Test
    void aFinishedStepIsNeverRunAgain() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        CountDownLatch inSecond = new CountDownLatch(1);
        Bench.Script script = run -> {
            run.step("first", Integer.class, step -> first.incrementAndGet());
            run.step("second", Integer.class, step -> {
                if (second.incrementAndGet() == 1) {
                    inSecond.countDown();
                    new CountDownLatch(1).await();
                }
                step.emit(EventDraft.of(EventType.LOG, "try " + step.tryNumber()));
                return 2;
            });
            return Bench.done("done");
        };
        String id;
        try (Bench bench = new Bench(folder, script)) {
            id = bench.started();
            inSecond.await();
        }
        try (Bench bench = new Bench(folder, script)) {
            TaskState state = bench.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.attempt()).isEqualTo(2);
            assertThat(first).hasValue(1);
            assertThat(second).hasValue(2);
            var events = Invariants.checkOver(bench.store(), id);
            assertThat(events).anySatisfy(event -> {
                assertThat(Invariants.detail(event, "status")).isEqualTo("resumed");
                assertThat(Invariants.detail(event, "step")).isEqualTo("second");
                assertThat(Invariants.detail(event, "try")).isEqualTo(2);
            });
            assertThat(Invariants.types(events)).containsOnlyOnce("TASK_START");
        }
    }

    @Test
    void stopWaitsForTheWorkToEndAndNothingFollows() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            run.step("forever", String.class, step -> {
                step.onCancel(cancelled::countDown);
                working.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    try {
                        step.emit(EventDraft.of(EventType.LOG, "too late")); // is refused by the fence
                    } catch (dev.mgx.store.Overtaken overtaken) {
                        throw e;
                    }
                }
                return "";
            });
            return Bench.done("never");
        })) {
            String id = bench.started();
            working.await();
            bench.engine().stop(id);

            assertThat(bench.store().tasks().state(id).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(cancelled.getCount()).isZero();
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            assertThatThrownBy(() -> bench.engine().stop(id)).isInstanceOf(NotActive.class);
        }
    }

    @Test
    void severalStopsAtOnceAllSucceed() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            return Bench.done("never");
        })) {
            String id = bench.started();
            working.await();
            CountDownLatch go = new CountDownLatch(1);
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            // All have seen the task running before the first of them ends it: that is "at once".
            List<Thread> stops = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                stops.add(Thread.ofPlatform().start(() -> {
                    try {
                        go.await();
                        bench.engine().stop(id);
                    } catch (InterruptedException | RuntimeException e) {
                        failures.add(e);
                    }
                }));
            }
            go.countDown();
            for (Thread stop : stops) {
                stop.join();
            }
            // One that came when all was over is told so; no other failure may be.
            assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(NotActive.class));
            assertThat(failures).hasSizeLessThan(5);
            Invariants.checkOver(bench.store(), id);
        }
    }

    @Test
    void aRunOverItsDeadlineFailsEvenIfItsWorkIgnoresInterruption() throws Exception {
        AtomicInteger stubborn = new AtomicInteger(1);
        TaskOptions oneSecond = new TaskOptions(1, null, null, null, null);
        try (Bench bench = new Bench(folder, run -> {
            run.step("stubborn", String.class, step -> {
                while (stubborn.get() == 1) {
                    Thread.onSpinWait();
                }
                return "";
            });
            return Bench.done("never");
        })) {
            String id = bench.create(oneSecond);
            bench.engine().run(id, RunRequest.FRESH);
            long begun = System.nanoTime();
            TaskState state = bench.awaitOver(id);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("Task exceeded maximum duration of 1 seconds");
            List<Map<String, Object>> events = new ArrayList<>(Invariants.checkOver(bench.store(), id));
            assertThat(Invariants.types(List.copyOf(events))).endsWith("ERROR", "TASK_ERROR");
            assertThat(String.valueOf(Invariants.detail(events.get(events.size() - 2), "unconfirmed")))
                    .contains("workflow");
            stubborn.set(0);
        }
    }

    @Test
    void aStepOverItsOwnDeadlineEndsTheRun() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            run.step("slow", String.class, Duration.ofMillis(200), step -> {
                new CountDownLatch(1).await();
                return "";
            });
            return Bench.done("never");
        })) {
            TaskState state = bench.awaitOver(bench.started());
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).startsWith("Step slow exceeded its maximum duration");
        }
    }

    @Test
    void aFailingStepFailsTheRunWithItsReason() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            run.step("bad", String.class, step -> {
                throw new StepFailed("The model refused");
            });
            return Bench.done("never");
        })) {
            String id = bench.started();
            assertThat(bench.awaitOver(id).errorMessage()).isEqualTo("The model refused");
            Invariants.checkOver(bench.store(), id);
        }
    }

    @Test
    void anUnexpectedErrorStillGivesTheTaskAnEnd() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            throw new StackOverflowError("deep");
        })) {
            TaskState state = bench.awaitOver(bench.started());
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("unexpectedly");
        }
    }

    @Test
    void tasksWaitTheirTurnInOrderAndAFullQueueSaysSo() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Bench bench = new Bench(folder, run -> {
            run.step("wait", String.class, step -> {
                order.add(run.task().id());
                release.await();
                return "";
            });
            return Bench.done("done");
        })) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                ids.add(bench.started());
                bench.await(ids.getLast(), state -> state.status() == TaskStatus.RUNNING);
            }
            for (int i = 0; i < 3; i++) {
                ids.add(bench.started());
            }
            TaskState third = bench.store().tasks().state(ids.get(4)).orElseThrow();
            assertThat(third.status()).isEqualTo(TaskStatus.PENDING);
            assertThat(third.queuePosition()).isEqualTo(3);
            assertThat(bench.engine().run(ids.get(4), RunRequest.FRESH)).isEqualTo(Acceptance.ALREADY_RUNNING);
            assertThatThrownBy(bench::started).isInstanceOf(QueueFull.class);

            bench.engine().stop(ids.get(2));
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), ids.get(2))))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            release.countDown();
            for (String id : List.of(ids.get(0), ids.get(1), ids.get(3), ids.get(4))) {
                assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            }
            assertThat(order).containsSubsequence(ids.get(0), ids.get(3)).doesNotContain(ids.get(2));
        }
    }

    @Test
    void piecesSideBySideShareTheFirstFailure() throws Exception {
        CountDownLatch bothIn = new CountDownLatch(2);
        try (Bench bench = new Bench(folder, run -> {
            Callable<String> fails = () -> run.step("fails", String.class, step -> {
                bothIn.countDown();
                bothIn.await();
                throw new StepFailed("no");
            });
            Callable<String> waits = () -> run.step("waits", String.class, step -> {
                bothIn.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            run.sideBySide(List.of(waits, fails));
            return Bench.done("never");
        })) {
            TaskState state = bench.awaitOver(bench.started());
            assertThat(state.errorMessage()).isEqualTo("no");
        }
    }

    @Test
    void runsAgainWithItsEventsGoingOnAndResumesWithItsFinishedSteps() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (Bench bench = new Bench(folder, run -> {
            run.step("first", Integer.class, step -> first.incrementAndGet());
            run.step("second", Integer.class, step -> {
                if (second.incrementAndGet() == 1) {
                    throw new StepFailed("not yet");
                }
                return 2;
            });
            return Bench.done("done");
        })) {
            String id = bench.started();
            assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.FAILED);
            bench.engine().run(id, RunRequest.RESUME);
            assertThat(bench.await(id, state -> state.run() == 2 && state.status().terminal()).status())
                    .isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(first).hasValue(1);
            bench.engine().run(id, RunRequest.FRESH);
            bench.await(id, state -> state.run() == 3 && state.status().terminal());
            assertThat(first).hasValue(2);
            assertThatThrownBy(() -> bench.engine().run(id, RunRequest.RESUME)).isInstanceOf(NotResumable.class);
            Invariants.checkOver(bench.store(), id);
        }
    }

    @Test
    void aDeletedTaskIsGoneAndItsRunWithIt() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            return Bench.done("never");
        })) {
            String id = bench.started();
            working.await();
            bench.engine().delete(id);
            assertThat(bench.store().tasks().find(id)).isEmpty();
            assertThat(bench.store().journal().after(id, 0, 10)).isEmpty();
            assertThatThrownBy(() -> bench.engine().delete(id)).isInstanceOf(TaskNotFound.class);
            assertThatThrownBy(() -> bench.engine().run(id, RunRequest.FRESH)).isInstanceOf(TaskNotFound.class);
        }
    }

    @Test
    void aRunThatNobodyTookOverCanBeStopped() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Bench.Script script = run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            return Bench.done("never");
        };
        String id;
        try (Bench bench = new Bench(folder, script)) {
            id = bench.started();
            working.await();
        }
        try (Bench bench = new Bench(folder, script, Bench.QUICK, Recovery.LEAVE)) {
            bench.engine().stop(id);
            Invariants.checkOver(bench.store(), id);
        }
    }
}
