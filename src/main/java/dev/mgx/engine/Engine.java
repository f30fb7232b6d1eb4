package dev.mgx.engine;

import dev.mgx.engine.queue.Dispatcher;
import dev.mgx.engine.queue.InterruptedRuns;
import dev.mgx.engine.queue.RunTakeover;
import dev.mgx.engine.run.RunExecutor;
import dev.mgx.store.Enqueued;
import dev.mgx.store.Store;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.time.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: queues requests, starts runs as slots become free, and guarantees that every run ends. Thread-safe. Its
 * methods block on the database; {@link #stop} and {@link #delete} also block until the run has ended.
 */
public final class Engine implements AutoCloseable {
    /**
     * How long {@link #stop} waits for the end to be recorded after the stop timeout before it throws
     * {@link StopUnconfirmed}.
     */
    private static final Duration RECORD_TIMEOUT = Duration.ofSeconds(2);

    /** The same for deleting all rows of a task; as long as any other write may take. */
    private static final Duration DELETE_TIMEOUT = Duration.ofSeconds(40);

    private final Store store;
    private final EngineLimits limits;
    private final RunExecutor executor;
    private final Dispatcher dispatcher;
    private final UserInput userInput;
    private final InterruptedRuns interruptedRuns;
    private final StartEvents startEvents;
    private final MonotonicClock monotonic;
    private volatile boolean closing;

    private Engine(
            Store store,
            Workflow workflow,
            EngineLimits limits,
            Clock clock,
            MonotonicClock monotonic,
            Recovery recovery) {
        this.store = store;
        this.limits = limits;
        this.monotonic = monotonic;
        executor = new RunExecutor(
                store,
                run -> workflow.run(new Run(run, clock)),
                limits.taskDuration(),
                limits.stopTimeout(),
                monotonic);
        userInput = new UserInput(store, executor);
        startEvents = new StartEvents(workflow, limits.taskDuration());
        boolean resume = recovery == Recovery.RESUME;
        List<String> interrupted = resume ? store.claims().running() : List.of();
        interruptedRuns = new InterruptedRuns(resume ? List.of() : store.tasks().active());
        dispatcher = new Dispatcher(
                limits.runningTasks(),
                interrupted,
                new RunTakeover(store, executor::endTakenOver)::takeOver,
                () -> store.claims().claimNext(interruptedRuns.taskIds(), startEvents::of),
                executor::start);
    }

    /**
     * Starts the engine. With {@link Recovery#RESUME}, interrupted runs are resumed in the background.
     *
     * @param monotonic measures the time limits of runs and steps
     */
    public static Engine start(
            Store store,
            Workflow workflow,
            EngineLimits limits,
            Clock clock,
            MonotonicClock monotonic,
            Recovery recovery) {
        Engine engine = new Engine(store, workflow, limits, clock, monotonic, recovery);
        engine.dispatcher.start();
        return engine;
    }

    /**
     * Requests a run of a task. It starts when a slot is free; an interrupted run is resumed instead.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NotResumable when there is nothing to resume or to follow up on
     * @throws SourceMissing when the task is to change an existing project that was not uploaded
     * @throws QueueFull when the queue is full
     * @throws ShuttingDown when the engine is closing
     */
    public SubmitResult run(String taskId, RunRequest request) {
        requireOpen();
        if (request.kind() != RunRequest.Kind.FRESH) {
            requireResumable(taskId, request.kind());
        }
        return switch (store.queue().enqueue(taskId, request, limits.queuedTasks())) {
            case Enqueued.Queued(int run) -> {
                interruptedRuns.remove(taskId);
                dispatcher.signal();
                yield new SubmitResult.Accepted(run);
            }
            case Enqueued.AlreadyActive(int run) -> {
                if (!interruptedRuns.remove(taskId, () -> store.tasks().replaceOptions(taskId, request.options()))) {
                    yield new SubmitResult.AlreadyRunning();
                }
                dispatcher.resume(taskId);
                yield new SubmitResult.Accepted(run);
            }
            case Enqueued.QueueFull() -> throw new QueueFull(limits.queuedTasks());
            case Enqueued.NoSource() -> throw new SourceMissing(taskId);
            case Enqueued.UnknownTask() -> throw new TaskNotFound(taskId);
        };
    }

    private void requireResumable(String taskId, RunRequest.Kind kind) {
        TaskStatus status = state(taskId).status();
        if (kind == RunRequest.Kind.RESUME && status == TaskStatus.SUCCEEDED) {
            throw new NotResumable(
                    "Task %s SUCCEEDED: there is nothing to resume; run it again without resume".formatted(taskId));
        }
        if (status == TaskStatus.PENDING
                && store.tasks().state(taskId).map(TaskState::queuePosition).isEmpty()) {
            throw new NotResumable("Task %s has not run yet: start it first".formatted(taskId));
        }
    }

    /**
     * Stops a task; returns once it is CANCELLED.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NotActive when it is neither queued nor running
     * @throws StopUnconfirmed when the end could not be recorded in time
     */
    public void stop(String taskId) throws InterruptedException {
        long deadline =
                monotonic.nanoTime() + limits.stopTimeout().plus(RECORD_TIMEOUT).toNanos();
        TaskState now = state(taskId);
        if (!isActive(now)) {
            throw new NotActive(taskId, now.status().name());
        }
        String requirement = store.tasks().find(taskId).map(Task::inputPrompt).orElse("");
        while (isActive(now)) { // again if a message to the stopped run has started a follow-up
            if (store.queue().cancel(taskId, StartEvents.cancelledWhileQueued(now, requirement))) {
                return;
            }
            Duration left = Duration.ofNanos(deadline - monotonic.nanoTime());
            if (left.isNegative() || !executor.stop(taskId, left)) {
                throw new StopUnconfirmed(taskId);
            }
            now = state(taskId);
        }
        // Concurrent stops all succeed. A run that ended by itself first keeps its own end.
        if (now.status() != TaskStatus.CANCELLED) {
            throw new NotActive(taskId, now.status().name());
        }
    }

    private static boolean isActive(TaskState state) {
        return state.queuePosition() != null || state.status() == TaskStatus.RUNNING;
    }

    /**
     * Deletes a task. An active run is interrupted first and no end is recorded; watchers are only told that the task
     * was deleted.
     *
     * @throws TaskNotFound for an unknown task
     * @throws StopUnconfirmed when the run could not be ended in time
     */
    public void delete(String taskId) throws InterruptedException {
        boolean ended = discardRun(taskId); // deletes the task too, unless another end was decided first
        if (!store.claims().delete(taskId) && !ended) {
            throw new TaskNotFound(taskId);
        }
        var _ = discardRun(taskId); // a run that was started in between
    }

    private boolean discardRun(String taskId) throws InterruptedException {
        if (!executor.isActive(taskId)) {
            return false;
        }
        if (!executor.discard(taskId, limits.stopTimeout().plus(DELETE_TIMEOUT))) {
            throw new StopUnconfirmed(taskId);
        }
        return true;
    }

    /**
     * Sends a message to the team. An active or queued run reads it at its next step. If the task is over, or its run
     * succeeds without having read the message, a follow-up run is started.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NotActive when the task has not run yet
     */
    public void say(String taskId, String content) {
        if (userInput.say(taskId, content)) {
            return;
        }
        TaskStatus status = state(taskId).status();
        if (status == TaskStatus.PENDING) {
            throw new NotActive(taskId, status.name());
        }
        if (run(taskId, RunRequest.followUp(content)) instanceof SubmitResult.AlreadyRunning
                && !userInput.say(taskId, content)) {
            throw new NotActive(taskId, state(taskId).status().name()); // it started and ended in between
        }
    }

    /** Answers a request for approval, and corrects no checks. */
    public void approve(String taskId, boolean approved, @Nullable String comment) {
        approve(taskId, approved, comment, null);
    }

    /**
     * Answers a request for approval.
     *
     * @param checks a person's corrected acceptance checks, handed to the workflow as they are; null if none were corrected
     * @throws TaskNotFound for an unknown task
     * @throws NoPendingApproval when the task is not waiting for approval, or has been answered
     */
    public void approve(
            String taskId,
            boolean approved,
            @Nullable String comment,
            @Nullable List<Map<String, @Nullable Object>> checks) {
        TaskState state = state(taskId);
        if (!userInput.approve(state.taskId(), approved, comment, checks)) {
            throw new NoPendingApproval(taskId);
        }
    }

    /** The details recorded with the start of a run, such as the model. */
    public Map<String, @Nullable Object> startDetails() {
        return startEvents.details();
    }

    /** The number of active runs in this process. */
    public int running() {
        return executor.running();
    }

    private TaskState state(String taskId) {
        return store.tasks().state(taskId).orElseThrow(() -> new TaskNotFound(taskId));
    }

    private void requireOpen() {
        if (closing) {
            throw new ShuttingDown();
        }
    }

    /** Begins to shut down: no new step or run begins, and the shutdown timeout runs from now. Does not block. */
    public void drain() {
        closing = true;
        executor.suspendAll();
    }

    /**
     * Shuts the engine down and leaves its runs resumable. No new step begins; running steps may finish within the
     * shutdown timeout and are interrupted then. Returns when no run thread is alive or the timeout has passed.
     */
    @Override
    public void close() {
        drain();
        executor.close(limits.shutdownTimeout(), dispatcher::stop);
    }
}
