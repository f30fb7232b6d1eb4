package dev.mgx.llm;

import dev.mgx.task.AgentRole;
import org.jspecify.annotations.Nullable;

/**
 * A prompt for a model.
 *
 * @param role the role that asks
 * @param system the system prompt: who the model is and how it must answer
 * @param user the user prompt: the work to do
 * @param answerSchema the JSON Schema of the answer, for models that support it; null for plain text
 */
public record Prompt(
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema) {
    public Prompt(AgentRole role, String system, String user) {
        this(role, system, user, null);
    }
}
