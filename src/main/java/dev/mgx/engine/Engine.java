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
 * Runs tasks: takes requests, gives them places, and answers for every run having an end. Thread-safe;
 * its calls block on the database, {@link #stop} and {@link #delete} also on the end of the run.
 */
public final class Engine implements AutoCloseable {
    /** How long an end may take to be recorded, once the work has let go, before who asked for it is told to look. */
    private static final Duration BEING_RECORDED = Duration.ofSeconds(2);

    /** The same for all that a task has: as long as any other write is waited for. */
    private static final Duration BEING_DELETED = Duration.ofSeconds(40);

    private final Store store;
    private final EngineLimits limits;
    private final RunExecutor executor;
    private final Dispatcher dispatcher;
    private final UserInput userInput;
    private final InterruptedRuns left;
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
        left = new InterruptedRuns(resume ? List.of() : store.tasks().active());
        dispatcher = new Dispatcher(
                limits.runningTasks(),
                interrupted,
                new RunTakeover(store, executor::endTakenOver)::of,
                () -> store.claims().claimNext(left.taskIds(), startEvents::of),
                executor::start);
    }

    /**
     * Starts the engine; runs that were interrupted go on in the background, as {@code recovery} says.
     *
     * @param monotonic the time that runs and steps are given
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
     * Asks for a run of a task; it starts when a place is free. A run that was left behind goes on.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NotResumable when a run is to go on that neither failed nor was cancelled
     * @throws QueueFull when as many wait as may
     * @throws ShuttingDown when the engine is closing
     */
    public SubmitResult run(String taskId, RunRequest request) {
        refuseWhenClosing();
        if (request.kind() != RunRequest.Kind.FRESH) {
            refuseUnlessThereIsSomethingToGoOnWith(taskId, request.kind());
        }
        return switch (store.queue().enqueue(taskId, request, limits.queuedTasks())) {
            case Enqueued.Queued(int run) -> {
                left.take(taskId);
                dispatcher.signal();
                yield new SubmitResult.Accepted(run);
            }
            case Enqueued.AlreadyActive(int run) -> {
                if (!left.take(taskId, () -> store.tasks().replaceOptions(taskId, request.options()))) {
                    yield new SubmitResult.AlreadyRunning();
                }
                dispatcher.takeUp(taskId);
                yield new SubmitResult.Accepted(run);
            }
            case Enqueued.QueueFull() -> throw new QueueFull(limits.queuedTasks());
            case Enqueued.UnknownTask() -> throw new TaskNotFound(taskId);
        };
    }

    private void refuseUnlessThereIsSomethingToGoOnWith(String taskId, RunRequest.Kind kind) {
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
                monotonic.nanoTime() + limits.stopTimeout().plus(BEING_RECORDED).toNanos();
        TaskState now = state(taskId);
        if (!isActive(now)) {
            throw new NotActive(taskId, now.status().name());
        }
        String requirement = store.tasks().find(taskId).map(Task::inputPrompt).orElse("");
        while (isActive(now)) { // again where a message to the run that was stopped has begun another
            if (store.queue().cancel(taskId, StartEvents.cancelledBeforeItBegan(now, requirement))) {
                return;
            }
            Duration left = Duration.ofNanos(deadline - monotonic.nanoTime());
            if (left.isNegative() || !executor.stop(taskId, left)) {
                throw new StopUnconfirmed(taskId);
            }
            now = state(taskId);
        }
        // Of several stops at once one does it and all have done it; a run that was quicker has its own end.
        if (now.status() != TaskStatus.CANCELLED) {
            throw new NotActive(taskId, now.status().name());
        }
    }

    private static boolean isActive(TaskState state) {
        return state.queuePosition() != null || state.status() == TaskStatus.RUNNING;
    }

    /**
     * Makes a task be gone, for everybody at once; the work of one that runs is ended first, without an end
     * being told: who watches it is told that it was deleted, and nothing else.
     *
     * @throws TaskNotFound for an unknown task
     * @throws StopUnconfirmed when the work could not be shut out in time
     */
    public void delete(String taskId) throws InterruptedException {
        boolean ended = discardRun(taskId); // which deletes the task, unless another end was decided before
        if (!store.claims().delete(taskId) && !ended) {
            throw new TaskNotFound(taskId);
        }
        var _ = discardRun(taskId); // one that was given its place in between
    }

    private boolean discardRun(String taskId) throws InterruptedException {
        if (!executor.isUnderWay(taskId)) {
            return false;
        }
        if (!executor.discard(taskId, limits.stopTimeout().plus(BEING_DELETED))) {
            throw new StopUnconfirmed(taskId);
        }
        return true;
    }

    /**
     * Talks to the team: the run that is under way, or waits for its place, takes the message at its next
     * step; a task that is over gets a run that follows up on it. So does one whose run ends well without
     * having taken it.
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
            throw new NotActive(taskId, state(taskId).status().name()); // it began, and ended, in between
        }
    }

    /**
     * Answers a request for approval.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NoPendingApproval when the task waits for no approval, or has been answered
     */
    public void approve(String taskId, boolean approved, @Nullable String comment) {
        TaskState asked = state(taskId);
        if (!userInput.approve(asked.taskId(), approved, comment)) {
            throw new NoPendingApproval(taskId);
        }
    }

    /** What the start of a run says of it, such as which model answers. */
    public Map<String, @Nullable Object> startDetails() {
        return startEvents.details();
    }

    /** How many runs are under way in this process. */
    public int running() {
        return executor.running();
    }

    private TaskState state(String taskId) {
        return store.tasks().state(taskId).orElseThrow(() -> new TaskNotFound(taskId));
    }

    private void refuseWhenClosing() {
        if (closing) {
            throw new ShuttingDown();
        }
    }

    /**
     * Ends the engine and leaves its runs resumable: no new step begins, steps under way may finish
     * within the shutdown timeout, then they are interrupted. Returns when no thread of a run is left, or
     * the time is over.
     */
    @Override
    public void close() {
        closing = true;
        executor.close(limits.shutdownTimeout(), dispatcher::stop);
    }
}
