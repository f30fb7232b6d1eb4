package dev.mgx.engine.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a workflow ended by itself. */
public sealed interface WorkflowResult {

    /**
     * The work is done.
     *
     * @param summary a sentence for the task's {@code result_summary}
     * @param finalResult {@code summary, files, how_to_run, checks, verified}, as on the wire
     */
    record Succeeded(String summary, Map<String, @Nullable Object> finalResult) implements WorkflowResult {}

    /**
     * The work could not be done.
     *
     * @param reason a sentence a person can read
     * @param finalResult what there is all the same, or null
     */
    record Failed(String reason, @Nullable Map<String, @Nullable Object> finalResult) implements WorkflowResult {}
}
