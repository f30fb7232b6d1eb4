package dev.mgx.engine;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.Task;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run does: plain blocking Java, deterministic between durable steps. No clock, randomness or I/O outside a
 * step: after a crash the workflow is run again from the top, and every finished step returns its journaled result.
 */
public interface Workflow {

    /** Details for the TASK_START of a run of {@code task}: {@code simulated}, {@code model}. Does not block. */
    Map<String, @Nullable Object> startDetails(Task task);

    /**
     * Carries out the run, on a thread of its own.
     *
     * @return the result, which the engine records
     * @throws InterruptedException when the run was ended from outside; do not catch it
     * @throws StepFailed when a step failed; the run ends FAILED with this message
     */
    WorkflowResult run(Run run) throws InterruptedException;
}
