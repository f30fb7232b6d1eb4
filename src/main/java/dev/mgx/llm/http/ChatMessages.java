package dev.mgx.llm.http;

import dev.mgx.llm.Prompt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A prompt as the messages of a chat: OpenAI's form, which Ollama shares. */
public final class ChatMessages {
    private ChatMessages() {}

    /** What the system says, unless that is nothing, and what the user and the model say. */
    public static ArrayNode of(Prompt prompt) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        if (!prompt.system().isBlank()) {
            messages.addObject().put("role", "system").put("content", prompt.system());
        }
        messages.addAll(conversation(prompt));
        return messages;
    }

    /** What the user and the model say, by turns. */
    public static ArrayNode conversation(Prompt prompt) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (Prompt.Message message : prompt.messages()) {
            messages.addObject()
                    .put("role", message.fromModel() ? "assistant" : "user")
                    .put("content", message.text());
        }
        return messages;
    }
}
