package dev.mgx.llm.provider.stub;

import static dev.mgx.llm.provider.stub.StubProtocol.quoted;

import dev.mgx.task.Usage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's {@code streamGenerateContent} as server-sent events. There is no end marker; the last message has the
 * finish reason and the usage.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse">its reference</a>
 */
final class StubGemini implements StubProtocol {

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public boolean isCall(StubRequest request) {
        return request.path().endsWith(":streamGenerateContent?alt=sse");
    }

    @Override
    public boolean isListing(StubRequest request) {
        return request.path().startsWith("/v1beta/models?")
                && !request.header("x-goog-api-key").isEmpty();
    }

    @Override
    public String key(StubRequest request) {
        return request.header("x-goog-api-key");
    }

    @Override
    public ParsedPrompt prompt(StubRequest request) {
        JsonNode body = request.json();
        return new ParsedPrompt(
                request.path().replaceFirst(".*/models/(.*):stream.*", "$1"),
                texts(body.path("systemInstruction")),
                body.path("contents").valueStream().map(StubGemini::texts).collect(Collectors.joining("\n")));
    }

    private static String texts(JsonNode content) {
        return content.path("parts")
                .valueStream()
                .map(part -> part.path("text").asString(""))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public List<String> opening(ParsedPrompt prompt, Usage usage) {
        return List.of();
    }

    @Override
    public String piece(ParsedPrompt prompt, String text) {
        return message(prompt, part("\"text\":%s".formatted(quoted(text))), "");
    }

    @Override
    public String thinking(ParsedPrompt prompt, String text) {
        return message(prompt, part("\"text\":%s,\"thought\":true".formatted(quoted(text))), "");
    }

    @Override
    public List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage) {
        String reason = switch (finish) {
            case STOP -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTERED -> "SAFETY";
        };
        String counted = usage == null
                ? ""
                : """
                ,"usageMetadata":{"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d,\
                "thoughtsTokenCount":0}""".formatted(usage.inputTokens(), usage.outputTokens(), usage.inputTokens() + usage.outputTokens());
        return List.of(message(prompt, part("\"text\":\"\"") + ",\"finishReason\":" + quoted(reason), counted));
    }

    private static String part(String part) {
        return "\"content\":{\"parts\":[{%s}],\"role\":\"model\"}".formatted(part);
    }

    private static String message(ParsedPrompt prompt, String candidate, String more) {
        return "data: {\"candidates\":[{%s,\"index\":0}]%s,\"modelVersion\":%s,\"responseId\":\"stub\"}\r\n\r\n"
                .formatted(candidate, more, quoted(prompt.model()));
    }

    @Override
    public String error(int status, String message) {
        String word = switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 503 -> "UNAVAILABLE";
            default -> "INVALID_ARGUMENT";
        };
        return "{\"error\":{\"code\":%d,\"message\":%s,\"status\":%s}}"
                .formatted(status, quoted(message), quoted(word));
    }

    @Override
    public String errorFrame(String message) {
        return "data: " + error(503, message) + "\r\n\r\n";
    }

    @Override
    public String listing(List<String> models) {
        return models.stream()
                .map(model -> "{\"name\":%s,\"inputTokenLimit\":1048576}".formatted(quoted("models/" + model)))
                .collect(Collectors.joining(",", "{\"models\":[", "]}"));
    }
}
