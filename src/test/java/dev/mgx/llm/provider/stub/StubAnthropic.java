package dev.mgx.llm.provider.stub;

import static dev.mgx.llm.provider.stub.StubProtocol.quoted;

import dev.mgx.task.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Anthropic's Messages API, streaming.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">its documentation</a>
 */
final class StubAnthropic implements StubProtocol {

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public boolean isCall(StubRequest request) {
        return request.path().endsWith("/v1/messages");
    }

    @Override
    public boolean isListing(StubRequest request) {
        return request.path().startsWith("/v1/models")
                && !request.header("x-api-key").isEmpty();
    }

    @Override
    public String key(StubRequest request) {
        return request.header("x-api-key");
    }

    @Override
    public ParsedPrompt prompt(StubRequest request) {
        JsonNode body = request.json();
        if (request.header("anthropic-version").isEmpty()
                || body.path("max_tokens").intValue() < 1) {
            throw new IllegalArgumentException("anthropic-version and max_tokens are required");
        }
        return new ParsedPrompt(
                body.path("model").asString(""),
                texts(body.path("system")),
                body.path("messages")
                        .valueStream()
                        .map(message -> texts(message.path("content")))
                        .collect(Collectors.joining("\n")));
    }

    private static String texts(JsonNode content) {
        return content.isString()
                ? content.stringValue()
                : content.valueStream()
                        .map(block -> block.path("text").asString(""))
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public String contentType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public List<String> opening(ParsedPrompt prompt, Usage usage) {
        String message = """
                {"id":"msg_stub","type":"message","role":"assistant","model":%s,"content":[],"stop_reason":null,\
                "stop_sequence":null,"usage":{"input_tokens":%d,"cache_creation_input_tokens":0,\
                "cache_read_input_tokens":0,"output_tokens":1,"service_tier":"standard"}}""".formatted(quoted(prompt.model()), usage.inputTokens());
        return List.of(
                event("message_start", "\"message\":" + message),
                event("content_block_start", "\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                event("ping", ""));
    }

    @Override
    public String piece(ParsedPrompt prompt, String text) {
        return event(
                "content_block_delta",
                "\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":%s}".formatted(quoted(text)));
    }

    @Override
    public String thinking(ParsedPrompt prompt, String text) {
        return event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":%s}".formatted(quoted(text)));
    }

    @Override
    public List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage) {
        String reason = switch (finish) {
            case STOP -> "end_turn";
            case LENGTH -> "max_tokens";
            case FILTERED -> "refusal";
        };
        String counted = usage == null ? "" : ",\"usage\":{\"output_tokens\":%d}".formatted(usage.outputTokens());
        List<String> closing = new ArrayList<>();
        closing.add(event("content_block_stop", "\"index\":1"));
        closing.add(event(
                "message_delta",
                "\"delta\":{\"stop_reason\":%s,\"stop_sequence\":null}%s".formatted(quoted(reason), counted)));
        closing.add(event("message_stop", ""));
        return closing;
    }

    private static String event(String type, String more) {
        return "event: %s\ndata: {\"type\":%s%s}\n\n".formatted(type, quoted(type), more.isEmpty() ? "" : "," + more);
    }

    @Override
    public String error(int status, String message) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            case 500 -> "api_error";
            default -> "invalid_request_error";
        };
        return "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s},\"request_id\":\"req_stub\"}"
                .formatted(quoted(type), quoted(message));
    }

    @Override
    public String errorFrame(String message) {
        return "event: error\ndata: " + error(529, message) + "\n\n";
    }

    @Override
    public String listing(List<String> models) {
        return models.stream()
                .map(model -> "{\"type\":\"model\",\"id\":%s,\"display_name\":\"Stub\"}".formatted(quoted(model)))
                .collect(Collectors.joining(",", "{\"data\":[", "],\"has_more\":false}"));
    }
}
