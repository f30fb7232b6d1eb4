package dev.mgx.llm;

import dev.mgx.task.AgentRole;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param role who asks
 * @param system who the model is to be and how it is to answer
 * @param user the work at hand
 * @param answerSchema a JSON Schema that the answer must keep, for models that can be held to one; null for
 *     an answer in plain text
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
