package dev.mgx.engine;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.Task;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run does: plain blocking Java between durable steps, and deterministic there. No clock, no
 * randomness, no I/O outside a step: after a crash it is run again from the top, and every finished
 * step answers from the journal.
 */
public interface Workflow {

    /** Details for the TASK_START of a run of {@code task}: {@code simulated}, {@code model}. Does not block. */
    Map<String, @Nullable Object> startDetails(Task task);

    /**
     * Does the run, on a thread of its own.
     *
     * @return how it ended; the engine records it
     * @throws InterruptedException when the run was ended from outside; let it through
     * @throws StepFailed when a step could not do its work; the run ends FAILED with its message
     */
    WorkflowResult run(Run run) throws InterruptedException;
}
