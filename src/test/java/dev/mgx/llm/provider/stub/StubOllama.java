package dev.mgx.llm.provider.stub;

import static dev.mgx.llm.provider.stub.StubProtocol.quoted;

import dev.mgx.task.Usage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ollama's chat: one JSON object per line, the last one with the usage. There are no keys.
 *
 * @see <a href="https://docs.ollama.com/api/chat">its reference</a>
 */
final class StubOllama implements StubProtocol {

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public boolean isCall(StubRequest request) {
        return request.path().equals("/api/chat");
    }

    @Override
    public boolean isListing(StubRequest request) {
        return request.path().equals("/api/tags");
    }

    @Override
    public boolean takesKeys() {
        return false;
    }

    @Override
    public String key(StubRequest request) {
        return "";
    }

    @Override
    public ParsedPrompt prompt(StubRequest request) {
        JsonNode body = request.json();
        return new ParsedPrompt(body.path("model").asString(""), messages(body, "system"), messages(body, "user"));
    }

    private static String messages(JsonNode body, String role) {
        return body.path("messages")
                .valueStream()
                .filter(message -> message.path("role").asString("").equals(role))
                .map(message -> message.path("content").asString(""))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public List<String> opening(ParsedPrompt prompt, Usage usage) {
        return List.of();
    }

    @Override
    public String piece(ParsedPrompt prompt, String text) {
        return line(prompt, "\"content\":" + quoted(text), "\"done\":false");
    }

    @Override
    public String thinking(ParsedPrompt prompt, String text) {
        return line(prompt, "\"content\":\"\",\"thinking\":" + quoted(text), "\"done\":false");
    }

    @Override
    public List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage) {
        String reason = finish == Finish.LENGTH ? "length" : "stop";
        String counted = usage == null
                ? ""
                : ",\"prompt_eval_count\":%d,\"eval_count\":%d".formatted(usage.inputTokens(), usage.outputTokens());
        return List.of(line(
                prompt,
                "\"content\":\"\"",
                "\"done\":true,\"done_reason\":%s,\"total_duration\":1,\"load_duration\":1%s"
                        .formatted(quoted(reason), counted)));
    }

    private static String line(ParsedPrompt prompt, String message, String more) {
        return "{\"model\":%s,\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",%s},%s}\n"
                .formatted(quoted(prompt.model()), message, more);
    }

    @Override
    public String error(int status, String message) {
        return "{\"error\":%s}".formatted(quoted(message));
    }

    @Override
    public String errorFrame(String message) {
        return error(500, message) + "\n";
    }

    @Override
    public String listing(List<String> models) {
        return models.stream()
                .map(model -> "{\"name\":%s,\"model\":%s,\"size\":1}".formatted(quoted(model), quoted(model)))
                .collect(Collectors.joining(",", "{\"models\":[", "]}"));
    }
}
