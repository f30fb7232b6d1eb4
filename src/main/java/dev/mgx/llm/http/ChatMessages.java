package dev.mgx.llm.http;

import dev.mgx.llm.Prompt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A prompt as the messages of a chat: OpenAI's form, which Ollama shares. */
public final class ChatMessages {
    private ChatMessages() {}

    /** What the system says, unless that is nothing, and what the user says. */
    public static ArrayNode of(Prompt prompt) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        if (!prompt.system().isBlank()) {
            messages.addObject().put("role", "system").put("content", prompt.system());
        }
        messages.addObject().put("role", "user").put("content", prompt.user());
        return messages;
    }
}
