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
 * @param answerTokens the most tokens that an answer of this purpose needs, thoughts not counted; 0 if only the
 *     general limit applies
 * @param temperature how freely to choose words, 0 to 2; null for the model's own default
 */
public record Prompt(
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema,
        int answerTokens,
        @Nullable Double temperature) {
    public Prompt {
        if (answerTokens < 0) {
            throw new IllegalArgumentException("answerTokens is negative: " + answerTokens);
        }
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("the temperature must be 0 to 2, not " + temperature);
        }
    }

    public Prompt(AgentRole role, String system, String user, @Nullable String answerSchema) {
        this(role, system, user, answerSchema, 0, null);
    }

    public Prompt(AgentRole role, String system, String user) {
        this(role, system, user, null);
    }
}
