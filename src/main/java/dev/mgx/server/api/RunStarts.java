package dev.mgx.server.api;

import dev.mgx.engine.Engine;
import dev.mgx.engine.SubmitResult;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.util.stream.IntStream;

/**
 * Starts runs for clients. Two pages that open the same new task must not start it twice, even if the first run ends
 * before the second page asks, so the check and the start are atomic for each task. Thread-safe; calls block.
 */
public final class RunStarts {
    /** Enough that tasks rarely wait for each other's database write. */
    private static final int STRIPES = 64;

    private final Engine engine;
    private final Tasks tasks;
    private final Object[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toArray();

    public RunStarts(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** The engine that runs the tasks. */
    public Engine engine() {
        return engine;
    }

    /** Starts a run; see {@link Engine#run}. */
    SubmitResult run(String taskId, RunRequest request) {
        if (request.options().testCommand() != null
                && tasks.find(taskId)
                        .filter(task -> !task.options().hasSource())
                        .isPresent()) {
            RequestBodies.requireNoTestCommand(request.options());
        }
        synchronized (stripe(taskId)) {
            return engine.run(taskId, request);
        }
    }

    /** Starts the first run of a task that has never run. */
    public void startIfNew(String taskId) {
        synchronized (stripe(taskId)) {
            if (tasks.state(taskId).filter(RunStarts::isNew).isPresent()) {
                engine.run(taskId, RunRequest.FRESH);
            }
        }
    }

    private static boolean isNew(TaskState state) {
        return state.status() == TaskStatus.PENDING && state.run() == 0 && state.queuePosition() == null;
    }

    private Object stripe(String taskId) {
        return stripes[Math.floorMod(taskId.hashCode(), STRIPES)];
    }
}
