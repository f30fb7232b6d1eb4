package dev.mgx.llm;

import dev.mgx.task.AgentRole;
import java.util.ArrayList;
import java.util.List;
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
 * @param exchanges what was answered to {@code user} and said to that, in a conversation; the last is what is to be answered
 */
public record Prompt(
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema,
        int answerTokens,
        @Nullable Double temperature,
        List<Exchange> exchanges) {
    /**
     * An earlier answer of the model, and what it is told then.
     *
     * @param answer not blank, as no provider takes a message without text; the same holds for {@code user}
     */
    public record Exchange(String answer, String user) {
        public Exchange {
            if (answer.isBlank() || user.isBlank()) {
                throw new IllegalArgumentException("a message of a conversation is blank");
            }
        }
    }

    /** A message of the conversation: the user's, or an answer of the model. */
    public record Message(boolean fromModel, String text) {}

    public Prompt {
        exchanges = List.copyOf(exchanges);
        if (answerTokens < 0) {
            throw new IllegalArgumentException("answerTokens is negative: " + answerTokens);
        }
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("the temperature must be 0 to 2, not " + temperature);
        }
    }

    public Prompt(
            AgentRole role,
            String system,
            String user,
            @Nullable String answerSchema,
            int answerTokens,
            @Nullable Double temperature) {
        this(role, system, user, answerSchema, answerTokens, temperature, List.of());
    }

    public Prompt(AgentRole role, String system, String user, @Nullable String answerSchema) {
        this(role, system, user, answerSchema, 0, null);
    }

    public Prompt(AgentRole role, String system, String user) {
        this(role, system, user, null);
    }

    /** The same in a conversation that has gone on. */
    public Prompt after(List<Exchange> said) {
        return new Prompt(role, system, user, answerSchema, answerTokens, temperature, said);
    }

    /** The messages of the conversation, without what the system says: the user's and the model's by turns. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message(false, user));
        for (Exchange exchange : exchanges) {
            messages.add(new Message(true, exchange.answer()));
            messages.add(new Message(false, exchange.user()));
        }
        return messages;
    }

    /** The characters of all its texts but the schema. */
    public long length() {
        return system.length()
                + messages().stream()
                        .mapToLong(message -> message.text().length())
                        .sum();
    }
}
