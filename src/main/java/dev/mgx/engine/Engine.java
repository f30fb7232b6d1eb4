package dev.mgx.engine;

import dev.mgx.store.Enqueued;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: takes requests, gives them places, and answers for every run having an end. Thread-safe;
 * its calls block on the database, {@link #stop} and {@link #delete} also on the end of the run.
 */
public final class Engine implements AutoCloseable {
    private final Store store;
    private final EngineLimits limits;
    private final Conductor conductor;
    private final Dispatcher dispatcher;
    private final Watchdog watchdog;
    private final Heartbeat heartbeat;
    private final Conversation conversation;
    private final LeftBehind left;
    private final RunOpening opening;
    private final LongSupplier nanoTime;
    private volatile boolean closing;

    private Engine(
            Store store,
            Workflow workflow,
            EngineLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            Recovery recovery) {
        this.store = store;
        this.limits = limits;
        this.nanoTime = nanoTime;
        conductor = new Conductor(store, workflow, limits, clock, nanoTime);
        conversation = new Conversation(store, conductor);
        opening = new RunOpening(workflow, limits.taskDuration());
        boolean resume = recovery == Recovery.RESUME;
        List<String> interrupted = resume ? store.claims().running() : List.of();
        left = new LeftBehind(resume ? List.of() : store.tasks().active());
        dispatcher = new Dispatcher(
                limits.runningTasks(),
                interrupted,
                new Takeovers(store, conductor.terminator()::endTakenOver)::of,
                () -> store.claims().claimNext(left.taskIds(), opening::of),
                conductor::start);
        watchdog = new Watchdog(conductor);
        heartbeat = new Heartbeat(conductor);
    }

    /**
     * Starts the engine; runs that were interrupted go on in the background, as {@code recovery} says.
     *
     * @param nanoTime the time that runs and steps are given, in nanoseconds; it only moves forward
     */
    public static Engine start(
            Store store,
            Workflow workflow,
            EngineLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            Recovery recovery) {
        Engine engine = new Engine(store, workflow, limits, clock, nanoTime, recovery);
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
    public Acceptance run(String taskId, RunRequest request) {
        refuseWhenClosing();
        if (request.kind() != RunRequest.Kind.FRESH) {
            refuseUnlessThereIsSomethingToGoOnWith(taskId, request.kind());
        }
        return switch (store.queue().enqueue(taskId, request, limits.queuedTasks())) {
            case Enqueued.Queued(int run) -> {
                left.take(taskId);
                dispatcher.signal();
                yield new Acceptance.Accepted(run);
            }
            case Enqueued.AlreadyActive(int run) -> {
                if (!left.take(taskId, () -> store.tasks().replaceOptions(taskId, request.options()))) {
                    yield new Acceptance.AlreadyRunning();
                }
                dispatcher.takeUp(taskId);
                yield new Acceptance.Accepted(run);
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
        StepDeadline patience = patience();
        TaskState now = state(taskId);
        if (!isActive(now)) {
            throw new NotActive(taskId, now.status().name());
        }
        while (isActive(now)) { // again where a message to the run that was stopped has begun another
            if (patience.over()) {
                throw new StopUnconfirmed(taskId);
            }
            if (store.queue().cancel(taskId, RunOpening.cancelledBeforeItBegan(now))) {
                return;
            }
            stopRun(taskId, patience);
            now = state(taskId);
        }
        // Of several stops at once one does it and all have done it; a run that was quicker has its own end.
        if (now.status() != TaskStatus.CANCELLED) {
            throw new NotActive(taskId, now.status().name());
        }
    }

    private StepDeadline patience() {
        return StepDeadline.in("stop", limits.stopTimeout().plusSeconds(2), nanoTime);
    }

    private static boolean isActive(TaskState state) {
        return state.queuePosition() != null || state.status() == TaskStatus.RUNNING;
    }

    /** Stops the run of a task, also one that a crash left and nobody took over. */
    private void stopRun(String taskId, StepDeadline patience) throws InterruptedException {
        RunEnding ending = new RunEnding(RunEnding.Kind.CANCELLED, "Task was stopped");
        ActiveRun run = conductor.active().get(taskId);
        if (run == null) {
            Termination end = conductor.terminator().endUnowned(taskId, ending);
            if (!end.awaitOver(patience.left())) {
                throw new StopUnconfirmed(taskId);
            }
        } else {
            conductor.terminator().end(run, new EndCause.Ordered(ending));
            awaitOver(run, patience);
        }
    }

    private static void awaitOver(ActiveRun run, StepDeadline patience) throws InterruptedException {
        if (!run.over().await(patience.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new StopUnconfirmed(run.task().id());
        }
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
        ActiveRun run = conductor.active().get(taskId);
        if (run != null) {
            conductor.terminator().end(run, new EndCause.Deleted());
            awaitOver(run, patience());
        }
        return run != null;
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
        if (conversation.say(taskId, content)) {
            return;
        }
        TaskStatus status = state(taskId).status();
        if (status == TaskStatus.PENDING) {
            throw new NotActive(taskId, status.name());
        }
        if (run(taskId, RunRequest.followUp(content)) instanceof Acceptance.AlreadyRunning
                && !conversation.say(taskId, content)) {
            throw new NotActive(taskId, state(taskId).status().name()); // it began, and ended, in between
        }
    }

    /**
     * Answers a request for approval.
     *
     * @throws TaskNotFound for an unknown task
     * @throws NothingAsked when the task waits for no approval, or has been answered
     */
    public void approve(String taskId, boolean approved, @Nullable String comment) {
        TaskState asked = state(taskId);
        if (!conversation.approve(asked.taskId(), approved, comment)) {
            throw new NothingAsked(taskId);
        }
    }

    /** What the start of a run says of it, such as which model answers. */
    public Map<String, @Nullable Object> startDetails() {
        return opening.details();
    }

    /** How many runs are under way in this process. */
    public int running() {
        return conductor.active().size();
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
        try {
            new Shutdown(store, conductor, dispatcher, limits.shutdownTimeout(), nanoTime).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heartbeat.close();
            watchdog.close();
        }
    }
}
