package dev.mgx.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.EngineFixture;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.queue.RunSlots;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.time.MonotonicClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunExecutorTest {
    private static final String DEADLINE = "Task exceeded maximum duration of 1 seconds";

    private final CountDownLatch calling = new CountDownLatch(1);
    private final CountDownLatch timeIsUp = new CountDownLatch(1);

    @TempDir
    Path folder;

    /** A call limited to the remaining time, which fails as that runs out. */
    private final Workflow calls = new Workflow() {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of();
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            run.step("call", String.class, step -> {
                calling.countDown();
                timeIsUp.await();
                throw new StepFailed(ErrorType.INTERNAL, "The model did not answer in the time that was left");
            });
            return EngineFixture.done("never");
        }
    };

    /** The watchdog decides the end; before it has fenced the run, the call fails with its timeout. */
    @Test
    void theDeadlineIsTheReasonEvenIfTheStepFailsFirst() throws Exception {
        try (Store store = EngineFixture.open(folder)) {
            String id = store.tasks()
                    .create(null, "Build a todo app", TaskOptions.DEFAULT)
                    .id();
            store.queue().enqueue(id, RunRequest.FRESH, 1);
            RunExecutor executor = new RunExecutor(
                    store,
                    run -> calls.run(new Run(run, Clock.systemUTC())),
                    EngineFixture.QUICK.taskDuration(),
                    EngineFixture.QUICK.stopTimeout(),
                    MonotonicClock.SYSTEM);
            executor.start(
                    store.claims()
                            .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Run 1 started")))
                            .orElseThrow(),
                    new RunSlots(1, () -> {}).tryAcquire().orElseThrow());
            calling.await();
            ActiveRun run = executor.active().values().iterator().next();

            EndCause deadline = new EndCause.External(DecidedEnd.failed(ErrorType.INTERNAL, DEADLINE));
            executor.terminator().end(run, deadline);
            timeIsUp.countDown();

            assertThat(run.awaitEnd(Duration.ofSeconds(20))).isTrue();
            executor.close(Duration.ofSeconds(1), atMost -> true);
            assertThat(store.tasks().state(id).orElseThrow().errorMessage()).isEqualTo(DEADLINE);
        }
    }
}
