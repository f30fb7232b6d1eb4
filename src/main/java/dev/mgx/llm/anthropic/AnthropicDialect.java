package dev.mgx.llm.anthropic;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Framing;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">the request</a>
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs">schemas</a>
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">the answer</a>
 */
public record AnthropicDialect() implements Dialect {
    private static final String VERSION = "2023-06-01";

    /** The others go up to 2. */
    private static final double HIGHEST_TEMPERATURE = 1;

    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of("output_config|output_format|[Ss]chema", "/output_config"),
            OptionalField.of("[Tt]emperature", "/temperature"));

    @Override
    public String title() {
        return "Anthropic's Messages API";
    }

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).put("max_tokens", limits.maxTokens());
        if (!prompt.system().isBlank()) {
            addText(body.putArray("system"), prompt.system());
        }
        ArrayNode messages = body.putArray("messages");
        for (Prompt.Message message : prompt.messages()) {
            ObjectNode said = messages.addObject().put("role", message.fromModel() ? "assistant" : "user");
            addText(said.putArray("content"), message.text());
        }
        if (prompt.temperature() != null) {
            body.put("temperature", Math.min(HIGHEST_TEMPERATURE, prompt.temperature()));
        }
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", Json.readTree(schema));
        }
        return WireRequest.post(endpoint.at("/messages"), headers(endpoint), body);
    }

    private static void addText(ArrayNode content, String text) {
        content.addObject().put("type", "text").put("text", text);
    }

    private static Map<String, String> headers(Endpoint endpoint) {
        return endpoint.key().isEmpty()
                ? Map.of("anthropic-version", VERSION)
                : Map.of(
                        "anthropic-version",
                        VERSION,
                        "x-api-key",
                        endpoint.key().value());
    }

    @Override
    public Framing framing() {
        return Framing.EVENTS;
    }

    @Override
    public void read(JsonNode message, AnswerDraft draft) throws InterruptedException {
        switch (Dialect.text(message.path("type"))) {
            case "message" -> whole(message, draft);
            case "error" -> throw draft.failed(ProviderError.inStream(message));
            case "message_start" -> {
                // The count of what is written is not yet one.
                draft.tokens(input(message.path("message").path("usage")), 0);
                draft.atWork();
            }
            case "content_block_start" ->
                draft.piece(Dialect.text(message.path("content_block").path("text")));
            case "content_block_delta" -> {
                draft.piece(Dialect.text(message.path("delta").path("text")));
                draft.thought(Dialect.text(message.path("delta").path("thinking")));
            }
            case "message_delta" -> {
                JsonNode usage = message.path("usage");
                draft.tokens(input(usage), Dialect.count(usage.path("output_tokens")));
                finish(message.path("delta"), draft);
            }
            case "message_stop" -> draft.over();
            default -> draft.atWork(); // ping, and what is yet to be invented
        }
    }

    /** An answer that was not streamed. */
    private static void whole(JsonNode message, AnswerDraft draft) throws InterruptedException {
        for (JsonNode block : message.path("content")) {
            draft.thought(Dialect.text(block.path("thinking")));
            draft.piece(Dialect.text(block.path("text")));
        }
        JsonNode usage = message.path("usage");
        draft.tokens(input(usage), Dialect.count(usage.path("output_tokens")));
        finish(message, draft);
    }

    /** What was read from or written to a cache was sent all the same. */
    private static long input(JsonNode usage) {
        return Dialect.count(usage.path("input_tokens"))
                + Dialect.count(usage.path("cache_creation_input_tokens"))
                + Dialect.count(usage.path("cache_read_input_tokens"));
    }

    private static void finish(JsonNode delta, AnswerDraft draft) {
        String reason = Dialect.text(delta.path("stop_reason"));
        switch (reason) {
            case "" -> {}
            case "max_tokens", "model_context_window_exceeded" -> draft.finish(AnswerDraft.Finish.OUT_OF_TOKENS);
            case "refusal" -> {
                draft.refusal(Dialect.text(delta.path("stop_details").path("explanation")));
                draft.finish(AnswerDraft.Finish.REFUSED);
            }
            default -> draft.finish(AnswerDraft.Finish.DONE);
        }
    }

    @Override
    public List<OptionalField> optionalFields() {
        return OPTIONAL;
    }

    @Override
    public WireRequest listing(Endpoint endpoint) {
        return WireRequest.get(endpoint.at("/models?limit=1000"), headers(endpoint));
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.path("data"), "id");
    }
}
