package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.Store;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every run ends with a reason, however it ends. */
@Timeout(30)
class RunEndTest {
    @TempDir
    Path folder;

    @Test
    void stopWaitsForTheWorkToEndAndNothingFollows() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    cancelled.countDown();
                    try {
                        step.emit(EventDraft.of(EventType.LOG, "too late")); // refused by the fence
                    } catch (dev.mgx.store.journal.StaleEpoch fenced) {
                        throw e;
                    }
                }
                return "";
            });
            return EngineFixture.done("never");
        })) {
            String id = fixture.started();
            working.await();
            fixture.engine().stop(id);

            assertThat(fixture.store().tasks().state(id).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(cancelled.getCount()).isZero();
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            assertThatThrownBy(() -> fixture.engine().stop(id)).isInstanceOf(NotActive.class);
        }
    }

    @Test
    void concurrentStopsAllSucceed() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            return EngineFixture.done("never");
        })) {
            String id = fixture.started();
            working.await();
            CountDownLatch go = new CountDownLatch(1);
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            // All start before the first of them has ended the run.
            List<Thread> stops = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                stops.add(Thread.ofPlatform().start(() -> {
                    try {
                        go.await();
                        fixture.engine().stop(id);
                    } catch (InterruptedException | RuntimeException e) {
                        failures.add(e);
                    }
                }));
            }
            go.countDown();
            for (Thread stop : stops) {
                stop.join();
            }
            // A stop that comes after the end is refused; nothing else may fail.
            assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(NotActive.class));
            assertThat(failures).hasSizeLessThan(5);
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @Test
    void aRunOverItsDeadlineFailsEvenIfItsWorkIgnoresInterruption() throws Exception {
        AtomicInteger stubborn = new AtomicInteger(1);
        TaskOptions oneSecond = new TaskOptions(1, null, null, null, null, null);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("stubborn", String.class, step -> {
                while (stubborn.get() == 1) {
                    Thread.onSpinWait();
                }
                return "";
            });
            return EngineFixture.done("never");
        })) {
            String id = fixture.create(oneSecond);
            fixture.engine().run(id, RunRequest.FRESH);
            long startedAt = System.nanoTime();
            TaskState state = fixture.awaitOver(id);
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(6));
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("Task exceeded maximum duration of 1 seconds");
            assertThat(state.errorType()).isEqualTo(ErrorType.DEADLINE);
            List<Map<String, Object>> events = new ArrayList<>(Invariants.checkOver(fixture.store(), id));
            assertThat(Invariants.types(List.copyOf(events))).endsWith("ERROR", "TASK_ERROR");
            assertThat(String.valueOf(Invariants.detail(events.get(events.size() - 2), "unconfirmed")))
                    .contains("workflow");
            stubborn.set(0);
        }
    }

    @Test
    void aStepOverItsOwnDeadlineEndsTheRun() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("slow", String.class, Duration.ofMillis(200), step -> {
                new CountDownLatch(1).await();
                return "";
            });
            return EngineFixture.done("never");
        })) {
            TaskState state = fixture.awaitOver(fixture.started());
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).startsWith("Step slow exceeded its maximum duration");
            assertThat(state.errorType()).isEqualTo(ErrorType.DEADLINE);
        }
    }

    @Test
    void theDeadlineIsTheReasonIfACallFailsAsItPasses() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("call", String.class, step -> {
                long until = System.nanoTime() + step.timeLeft().toNanos();
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                throw new StepFailed(ErrorType.INTERNAL, "The model did not answer in the time that was left");
            });
            return EngineFixture.done("never");
        })) {
            String id = fixture.create(new TaskOptions(1, null, null, null, null, null));
            fixture.engine().run(id, RunRequest.FRESH);
            TaskState state = fixture.awaitOver(id);
            assertThat(state.errorMessage()).isEqualTo("Task exceeded maximum duration of 1 seconds");
            assertThat(state.errorType()).isEqualTo(ErrorType.DEADLINE);
        }
    }

    @Test
    void aFailingStepFailsTheRunWithItsReason() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("bad", String.class, step -> {
                throw new StepFailed(ErrorType.SANDBOX, "The model refused");
            });
            return EngineFixture.done("never");
        })) {
            String id = fixture.started();
            TaskState state = fixture.awaitOver(id);
            assertThat(state.errorMessage()).isEqualTo("The model refused");
            assertThat(state.errorType()).isEqualTo(ErrorType.SANDBOX);
            assertThat(fixture.store().journal().after(id, state.lastEventId() - 2, 2))
                    .extracting(event -> event.event().payload().get("error_type"))
                    .containsExactly("sandbox", "sandbox");
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @Test
    void anUnexpectedErrorStillGivesTheTaskAnEnd() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            throw new StackOverflowError("deep");
        })) {
            TaskState state = fixture.awaitOver(fixture.started());
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("unexpectedly");
            assertThat(state.errorType()).isEqualTo(ErrorType.INTERNAL);
        }
    }

    @Test
    void anErrorAtTheStartOfARunBlocksNoOther() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        Workflow failsOnce = new Workflow() {
            @Override
            public Map<String, @Nullable Object> startDetails(Task task) {
                if (starts.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("expected in the log");
                }
                return Map.of();
            }

            @Override
            public WorkflowResult run(Run run) {
                return EngineFixture.done("started");
            }
        };
        try (EngineFixture fixture = new EngineFixture(folder, failsOnce)) {
            assertThat(fixture.awaitOver(fixture.started()).finalResult()).containsEntry("summary", "started");
        }
    }

    @Test
    void anInterruptedRunCanBeStopped() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        EngineFixture.Script script = run -> {
            run.step("forever", String.class, step -> {
                working.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            return EngineFixture.done("never");
        };
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script)) {
            id = fixture.started();
            working.await();
        }
        try (EngineFixture fixture = new EngineFixture(folder, script, EngineFixture.QUICK, Recovery.LEAVE)) {
            fixture.engine().stop(id);
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @Test
    void aResultThatCannotBeRecordedStillGivesTheTaskAnEndAndAReason() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            Map<String, Object> deep = Map.of("end", 1);
            for (int i = 0; i < 100; i++) {
                deep = Map.of("deeper", deep);
            }
            return new WorkflowResult.Succeeded("done", Map.of("summary", deep));
        })) {
            TaskState state = fixture.awaitOver(fixture.started());
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).startsWith("The result of the run cannot be recorded");
            assertThat(state.errorType()).isEqualTo(ErrorType.STORAGE);
        }
    }

    @Test
    void aRunThatCrashesTheServerThreeTimesFails() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        EngineFixture.Script poison = run -> {
            run.step("poison", String.class, step -> {
                never.await();
                return "";
            });
            return EngineFixture.done("never");
        };
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, poison)) {
            id = fixture.started();
            fixture.await(id, state -> state.status() == TaskStatus.RUNNING);
        }
        try (Store store = EngineFixture.open(folder)) {
            assertThat(store.claims().takeOver(id)).isPresent(); // after a clean hand-over, which does not count
        }
        for (int takeover = 1; takeover <= 2; takeover++) {
            try (Store store = EngineFixture.open(folder)) { // a process that crashes at once
                assertThat(store.claims().takeOver(id)).isPresent();
            }
        }
        try (EngineFixture fixture = new EngineFixture(folder, poison)) {
            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).startsWith("The server stopped 3 times");
            assertThat(state.errorType()).isEqualTo(ErrorType.INTERNAL);
            Invariants.checkOver(fixture.store(), id);
        }
    }
}
