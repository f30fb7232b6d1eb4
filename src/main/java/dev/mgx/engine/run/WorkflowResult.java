package dev.mgx.engine.run;

import dev.mgx.task.ErrorType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result that a workflow returned. */
public sealed interface WorkflowResult {

    /**
     * The work was done.
     *
     * @param summary a sentence for the task's {@code result_summary}
     * @param finalResult {@code summary, files, how_to_run, checks, verified}, as on the wire
     */
    record Succeeded(String summary, Map<String, @Nullable Object> finalResult) implements WorkflowResult {}

    /**
     * The work failed.
     *
     * @param errorType for programs
     * @param reason a sentence for the user
     * @param finalResult a partial result, or null
     */
    record Failed(
            ErrorType errorType, String reason, @Nullable Map<String, @Nullable Object> finalResult)
            implements WorkflowResult {}
}
