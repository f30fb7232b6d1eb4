package dev.mgx.server.api;

import dev.mgx.engine.Engine;
import dev.mgx.engine.SubmitResult;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.util.stream.IntStream;

/**
 * Starts runs for clients. Two pages that find the same task not run yet must not start it twice, even when
 * the first run is over before the second page asks: so looking and starting are one for each task.
 * Thread-safe; its calls block.
 */
public final class RunStarts {
    /** Enough that tasks seldom wait for each other's database write. */
    private static final int STRIPES = 64;

    private final Engine engine;
    private final Tasks tasks;
    private final Object[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toArray();

    public RunStarts(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** What runs them. */
    public Engine engine() {
        return engine;
    }

    /** Asks for a run, as {@link Engine#run} does. */
    SubmitResult run(String taskId, RunRequest request) {
        synchronized (stripe(taskId)) {
            return engine.run(taskId, request);
        }
    }

    /** Asks for the first run of a task that has had none. */
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
