package dev.mgx.llm.provider.stub;

import static dev.mgx.llm.provider.stub.StubProtocol.quoted;

import dev.mgx.task.Usage;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's chat completions, streaming, also used by compatible servers.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">its reference</a>
 */
final class StubOpenAi implements StubProtocol {

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public boolean isCall(StubRequest request) {
        return request.path().replaceFirst("[?].*", "").endsWith("/chat/completions");
    }

    @Override
    public boolean isListing(StubRequest request) {
        return request.path().endsWith("/models")
                && request.header("x-api-key").isEmpty()
                && request.header("x-goog-api-key").isEmpty();
    }

    @Override
    public String key(StubRequest request) {
        return request.header("authorization").replaceFirst("^Bearer ", "");
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
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public List<String> opening(ParsedPrompt prompt, Usage usage) {
        return List.of(chunk(prompt, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", null));
    }

    @Override
    public String piece(ParsedPrompt prompt, String text) {
        return chunk(prompt, "{\"content\":%s}".formatted(quoted(text)), null);
    }

    @Override
    public String thinking(ParsedPrompt prompt, String text) {
        return chunk(prompt, "{\"reasoning_content\":%s}".formatted(quoted(text)), null);
    }

    @Override
    public List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage) {
        String reason = switch (finish) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case FILTERED -> "content_filter";
        };
        String last = chunk(prompt, "{}", reason);
        return usage == null
                ? List.of(last, "data: [DONE]\n\n")
                : List.of(last, usageChunk(prompt, usage), "data: [DONE]\n\n");
    }

    private static String chunk(ParsedPrompt prompt, String delta, @Nullable String finishReason) {
        return data(prompt, """
                [{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}],"usage":null""".formatted(delta, finishReason == null ? "null" : quoted(finishReason)));
    }

    private static String usageChunk(ParsedPrompt prompt, Usage usage) {
        return data(prompt, """
                [],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
                "prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""".formatted(
                        usage.inputTokens(), usage.outputTokens(), usage.inputTokens() + usage.outputTokens()));
    }

    private static String data(ParsedPrompt prompt, String choicesAndMore) {
        return """
                data: {"id":"chatcmpl-stub","object":"chat.completion.chunk","created":1767225600,"model":%s,\
                "service_tier":"default","system_fingerprint":"fp_stub","choices":%s}

                """.formatted(quoted(prompt.model()), choicesAndMore);
    }

    @Override
    public String error(int status, String message) {
        String type = switch (status) {
            case 401 -> "\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"";
            case 404 -> "\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"";
            case 429 -> "\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"";
            case 500, 503 -> "\"server_error\",\"param\":null,\"code\":null";
            default -> "\"invalid_request_error\",\"param\":null,\"code\":null";
        };
        return "{\"error\":{\"message\":%s,\"type\":%s}}".formatted(quoted(message), type);
    }

    @Override
    public String errorFrame(String message) {
        return "data: " + error(500, message) + "\n\n";
    }

    @Override
    public String listing(List<String> models) {
        return models.stream()
                .map(model -> "{\"id\":%s,\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"stub\"}"
                        .formatted(quoted(Objects.requireNonNull(model))))
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
    }
}
