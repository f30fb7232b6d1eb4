package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineTest {
    @TempDir
    Path folder;

    @Test
    void runsAWorkflowToItsEndAndKeepsItsResults() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            String word = run.step("one", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Writing")
                        .by(AgentRole.ENGINEER)
                        .with("progress", 0.5));
                step.save(new ArtifactDraft("Main.java", "class Main {}", AgentRole.ENGINEER));
                step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, "Written").by(AgentRole.ENGINEER));
                return "word";
            });
            return EngineFixture.done("The word is " + word);
        })) {
            String id = fixture.started();
            TaskState state = fixture.awaitOver(id);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.progress()).isEqualTo(1);
            assertThat(state.finalResult()).containsEntry("summary", "The word is word");
            assertThat(fixture.store().artifacts().manifest(id, 1)).containsEntry("Main.java", "class Main {}");
            assertThat(fixture.store().tasks().find(id).orElseThrow().resultSummary())
                    .isEqualTo("The word is word");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)))
                    .containsExactly("TASK_START", "AGENT_START", "AGENT_COMPLETE", "RESULT", "TASK_COMPLETE");
        }
    }

    @Test
    void aFinishedStepIsNeverRunAgain() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        CountDownLatch inSecond = new CountDownLatch(1);
        EngineFixture.Script script = run -> {
            run.step("first", Integer.class, step -> first.incrementAndGet());
            run.step("second", Integer.class, step -> {
                if (second.incrementAndGet() == 1) {
                    inSecond.countDown();
                    new CountDownLatch(1).await();
                }
                step.emit(EventDraft.of(EventType.LOG, "try " + step.tryNumber()));
                return 2;
            });
            return EngineFixture.done("done");
        };
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script)) {
            id = fixture.started();
            inSecond.await();
        }
        try (EngineFixture fixture = new EngineFixture(folder, script)) {
            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.attempt()).isEqualTo(2);
            assertThat(first).hasValue(1);
            assertThat(second).hasValue(2);
            var events = Invariants.checkOver(fixture.store(), id);
            assertThat(events).anySatisfy(event -> {
                assertThat(Invariants.detail(event, "status")).isEqualTo("resumed");
                assertThat(Invariants.detail(event, "step")).isEqualTo("second");
                assertThat(Invariants.detail(event, "try")).isEqualTo(2);
            });
            assertThat(Invariants.types(events)).containsOnlyOnce("TASK_START");
        }
    }

    @Test
    void tasksRunInOrderAndAFullQueueRefusesMore() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("wait", String.class, step -> {
                order.add(run.task().id());
                release.await();
                return "";
            });
            return EngineFixture.done("done");
        })) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                ids.add(fixture.started());
                fixture.await(ids.getLast(), state -> state.status() == TaskStatus.RUNNING);
            }
            for (int i = 0; i < 3; i++) {
                ids.add(fixture.started());
            }
            TaskState third = fixture.store().tasks().state(ids.get(4)).orElseThrow();
            assertThat(third.status()).isEqualTo(TaskStatus.PENDING);
            assertThat(third.queuePosition()).isEqualTo(3);
            assertThat(fixture.engine().run(ids.get(4), RunRequest.FRESH)).isEqualTo(new SubmitResult.AlreadyRunning());
            assertThatThrownBy(fixture::started).isInstanceOf(QueueFull.class);

            fixture.engine().stop(ids.get(2));
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), ids.get(2))))
                    .containsExactly("TASK_START", "TASK_CANCELLED");
            release.countDown();
            for (String id : List.of(ids.get(0), ids.get(1), ids.get(3), ids.get(4))) {
                assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            }
            assertThat(order).containsSubsequence(ids.get(0), ids.get(3)).doesNotContain(ids.get(2));
        }
    }

    @Test
    void parallelStepsFailWithTheFirstFailure() throws Exception {
        CountDownLatch bothIn = new CountDownLatch(2);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            Callable<String> fails = () -> run.step("fails", String.class, step -> {
                bothIn.countDown();
                bothIn.await();
                throw new StepFailed(ErrorType.INTERNAL, "no");
            });
            Callable<String> waits = () -> run.step("waits", String.class, step -> {
                bothIn.countDown();
                new CountDownLatch(1).await();
                return "";
            });
            run.parallel(List.of(waits, fails));
            return EngineFixture.done("never");
        })) {
            TaskState state = fixture.awaitOver(fixture.started());
            assertThat(state.errorMessage()).isEqualTo("no");
        }
    }

    @Test
    void aResumedRunKeepsFinishedStepsAndAFreshOneDoesNot() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("first", Integer.class, step -> first.incrementAndGet());
            run.step("second", Integer.class, step -> {
                if (second.incrementAndGet() == 1) {
                    throw new StepFailed(ErrorType.INTERNAL, "not yet");
                }
                return 2;
            });
            return EngineFixture.done("done");
        })) {
            String id = fixture.started();
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.FAILED);
            fixture.engine().run(id, RunRequest.RESUME);
            assertThat(fixture.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .status())
                    .isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(first).hasValue(1);
            fixture.engine().run(id, RunRequest.FRESH);
            fixture.await(id, state -> state.run() == 3 && state.status().terminal());
            assertThat(first).hasValue(2);
            assertThatThrownBy(() -> fixture.engine().run(id, RunRequest.RESUME))
                    .isInstanceOf(NotResumable.class);
            Invariants.checkOver(fixture.store(), id);
        }
    }

    @Test
    void deletingATaskEndsItsRun() throws Exception {
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
            fixture.engine().delete(id);
            assertThat(fixture.store().tasks().find(id)).isEmpty();
            assertThat(fixture.store().journal().after(id, 0, 10)).isEmpty();
            assertThatThrownBy(() -> fixture.engine().delete(id)).isInstanceOf(TaskNotFound.class);
            assertThatThrownBy(() -> fixture.engine().run(id, RunRequest.FRESH)).isInstanceOf(TaskNotFound.class);
        }
    }

    @Test
    void aWorkflowWithoutStartDetailsStillRuns() throws Exception {
        Workflow failing = new Workflow() {
            @Override
            public Map<String, @Nullable Object> startDetails(Task task) {
                throw new IllegalStateException("no details");
            }

            @Override
            public WorkflowResult run(Run run) {
                return EngineFixture.done("done");
            }
        };
        try (EngineFixture fixture = new EngineFixture(folder, failing)) {
            assertThat(fixture.awaitOver(fixture.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }
}
