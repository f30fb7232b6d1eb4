package dev.mgx.engine;

import dev.mgx.store.Enqueued;
import dev.mgx.store.Fence;
import dev.mgx.store.OutcomeUnknown;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.store.StoreUnavailable;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks: takes requests, gives them places, and answers for every run having an end. Thread-safe;
 * its calls block on the database, {@link #stop} and {@link #delete} also on the end of the run.
 */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final Store store;
    private final EngineLimits limits;
    private final Conductor conductor;
    private final Dispatcher dispatcher;
    private final Watchdog watchdog;
    private final Heartbeat heartbeat;
    private final Conversation conversation;
    private final LeftBehind left;
    private final RunOpening opening;
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
        conductor = new Conductor(store, workflow, limits, clock, nanoTime);
        conversation = new Conversation(store, conductor);
        opening = new RunOpening(workflow, limits.taskDuration());
        boolean resume = recovery == Recovery.RESUME;
        List<String> interrupted = resume ? store.claims().running() : List.of();
        left = new LeftBehind(resume ? List.of() : store.tasks().active());
        dispatcher = new Dispatcher(
                limits.runningTasks(),
                interrupted,
                new Takeovers(store, conductor)::of,
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
                if (!left.take(taskId)) {
                    yield new Acceptance.AlreadyRunning();
                }
                store.tasks().replaceOptions(taskId, request.options());
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
        TaskState before = state(taskId);
        if (!isActive(before)) {
            throw new NotActive(taskId, before.status().name());
        }
        String requirement = store.tasks().find(taskId).map(Task::inputPrompt).orElse("");
        if (store.queue().cancel(taskId, RunOpening.cancelledBeforeItBegan(before, requirement))) {
            return;
        }
        RunEnding ending = new RunEnding(RunEnding.Kind.CANCELLED, "Task was stopped");
        ActiveRun run = conductor.active().get(taskId);
        if (run == null) {
            stopLeftOver(taskId, ending);
        } else {
            Enders.start(run, () -> conductor.end(run, ending));
            awaitOver(run);
        }
        // Of several stops at once one does it and all have done it; a run that was quicker has its own end.
        TaskStatus now = state(taskId).status();
        if (now != TaskStatus.CANCELLED) {
            throw new NotActive(taskId, now.name());
        }
    }

    private static boolean isActive(TaskState state) {
        return state.queuePosition() != null || state.status() == TaskStatus.RUNNING;
    }

    /** A run that is under way by its state, and by nobody's hand: one that a crash left and nobody took over. */
    private void stopLeftOver(String taskId, RunEnding ending) throws InterruptedException {
        Optional<Fence> fence = store.claims().shutOut(taskId, ending);
        if (fence.isPresent()) {
            conductor.recordEnd(fence.get(), ending, 0, List.of(), Usage.NONE);
        }
    }

    private void awaitOver(ActiveRun run) throws InterruptedException {
        long patience = limits.stopTimeout().plusSeconds(2).toMillis();
        if (!run.over().await(patience, TimeUnit.MILLISECONDS)) {
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
        discardRun(taskId);
        if (!store.claims().delete(taskId)) {
            throw new TaskNotFound(taskId);
        }
        discardRun(taskId); // one that was given its place in between
    }

    private void discardRun(String taskId) throws InterruptedException {
        ActiveRun run = conductor.active().get(taskId);
        if (run != null) {
            Enders.start(run, () -> conductor.discard(run));
            awaitOver(run);
        }
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
        conversation.approve(state(taskId), approved, comment);
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
            dispatcher.stop();
            List<ActiveRun> runs = List.copyOf(conductor.active().values());
            runs.forEach(ActiveRun::leave);
            long deadline = System.nanoTime() + limits.shutdownTimeout().toNanos() / 2;
            for (ActiveRun run : runs) {
                run.threads().await(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            for (ActiveRun run : runs) {
                List<String> left = run.cut(limits.shutdownTimeout().dividedBy(4));
                if (!left.isEmpty()) {
                    log.warn("Task {}: left while still at work: {}", run.task().id(), left);
                }
                handOver(run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heartbeat.close();
            watchdog.close();
        }
    }

    /** A database that is away takes a hand-over from nobody: the next start finds a crash, and the others get their turn. */
    private void handOver(ActiveRun run) {
        try {
            store.claims().handOver(run.claim().fence(), run.time().used().toMillis());
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.warn("Task {}: could not be handed over: {}", run.task().id(), e.getMessage());
        }
    }
}
