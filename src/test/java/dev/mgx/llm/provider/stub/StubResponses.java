package dev.mgx.llm.provider.stub;

import static dev.mgx.llm.provider.stub.StubProtocol.quoted;

import dev.mgx.task.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's Responses API, streaming.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">its reference</a>
 */
final class StubResponses implements StubProtocol {
    private final StubOpenAi openAi = new StubOpenAi();

    @Override
    public String name() {
        return "responses";
    }

    @Override
    public boolean isCall(StubRequest request) {
        return request.path().endsWith("/responses");
    }

    @Override
    public boolean isListing(StubRequest request) {
        return false; // it is that of chat completions
    }

    @Override
    public String key(StubRequest request) {
        return openAi.key(request);
    }

    @Override
    public ParsedPrompt prompt(StubRequest request) {
        JsonNode body = request.json();
        return new ParsedPrompt(
                body.path("model").asString(""),
                body.path("instructions").asString(""),
                body.at("/input/0/content").asString(""));
    }

    @Override
    public String contentType() {
        return openAi.contentType();
    }

    @Override
    public List<String> opening(ParsedPrompt prompt, Usage usage) {
        return List.of(
                event(
                        "response.created",
                        "\"response\":{\"id\":\"resp_stub\",\"status\":\"in_progress\",\"output\":[]}"),
                event(
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":{\"type\":\"message\",\"status\":\"in_progress\",\"content\":[]}"));
    }

    @Override
    public String piece(ParsedPrompt prompt, String text) {
        return event(
                "response.output_text.delta",
                "\"item_id\":\"msg_stub\",\"output_index\":0,\"content_index\":0,\"delta\":" + quoted(text));
    }

    @Override
    public String thinking(ParsedPrompt prompt, String text) {
        return event("response.reasoning_summary_text.delta", "\"item_id\":\"rs_stub\",\"delta\":" + quoted(text));
    }

    @Override
    public List<String> closing(ParsedPrompt prompt, Finish finish, @Nullable Usage usage) {
        String counted = usage == null
                ? "null"
                : "{\"input_tokens\":%d,\"output_tokens\":%d}".formatted(usage.inputTokens(), usage.outputTokens());
        return List.of(
                switch (finish) {
                    case STOP ->
                        event(
                                "response.completed",
                                "\"response\":{\"status\":\"completed\",\"error\":null,\"usage\":%s}"
                                        .formatted(counted));
                    case LENGTH -> incomplete("max_output_tokens", counted);
                    case FILTERED -> incomplete("content_filter", counted);
                });
    }

    private static String incomplete(String reason, String usage) {
        return event(
                "response.incomplete",
                "\"response\":{\"status\":\"incomplete\",\"error\":null,\"incomplete_details\":{\"reason\":\"%s\"},\"usage\":%s}"
                        .formatted(reason, usage));
    }

    private static String event(String type, String fields) {
        return "event: %s\ndata: {\"type\":\"%1$s\",\"sequence_number\":1,%s}\n\n".formatted(type, fields);
    }

    @Override
    public String error(int status, String message) {
        return openAi.error(status, message);
    }

    @Override
    public String errorFrame(String message) {
        return event("error", "\"code\":\"server_error\",\"param\":null,\"message\":" + quoted(message));
    }

    @Override
    public String listing(List<String> models) {
        return openAi.listing(models);
    }
}
