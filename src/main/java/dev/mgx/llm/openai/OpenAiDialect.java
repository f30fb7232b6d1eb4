package dev.mgx.llm.openai;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ChatMessages;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Endpoint;
import dev.mgx.llm.http.Frame;
import dev.mgx.llm.http.Framing;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions, and what those make of it who speak its protocol.
 *
 * @param atOpenAi at OpenAI itself, whose newer models know {@code max_completion_tokens} only; elsewhere it is
 *     {@code max_tokens} that everybody knows
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">its request</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">its answer</a>
 */
public record OpenAiDialect(boolean atOpenAi) implements Dialect {
    private static final String DONE = "[DONE]";

    /** A schema must have a name; it is seen by the model. */
    private static final String SCHEMA_NAME = "answer";

    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of("response_format|json_schema|[Ss]chema|grammar", "/response_format"),
            OptionalField.of("stream_options", "/stream_options"),
            OptionalField.renamed("max_tokens", "max_completion_tokens"),
            OptionalField.renamed("max_completion_tokens", "max_tokens"));

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).set("messages", ChatMessages.of(prompt));
        body.putObject("stream_options").put("include_usage", true);
        body.put(atOpenAi ? "max_completion_tokens" : "max_tokens", limits.maxTokens());
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", SCHEMA_NAME)
                    .put("strict", true)
                    .set("schema", Json.readTree(schema));
        }
        return WireRequest.post(URI.create(endpoint.baseUrl() + "/chat/completions"), headers(endpoint), body);
    }

    private static Map<String, String> headers(Endpoint endpoint) {
        return endpoint.key().isEmpty()
                ? Map.of()
                : Map.of("Authorization", "Bearer " + endpoint.key().value());
    }

    @Override
    public Framing framing() {
        return Framing.EVENTS;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return frame.data().equals(DONE);
    }

    @Override
    public void read(JsonNode chunk, AnswerDraft draft) throws InterruptedException {
        if (chunk.hasNonNull("error") || Dialect.text(chunk.path("object")).equals("error")) {
            throw draft.failed(ProviderError.inStream(chunk));
        }
        JsonNode usage = chunk.path("usage");
        draft.tokens(Dialect.count(usage.path("prompt_tokens")), Dialect.count(usage.path("completion_tokens")));
        JsonNode choice = chunk.path("choices").path(0);
        draft.piece(content(choice.path("delta").path("content")));
        draft.refusal(Dialect.text(choice.path("delta").path("refusal")));
        String reason = Dialect.text(choice.path("finish_reason"));
        if (!reason.isEmpty()) {
            draft.finish(finish(reason));
        }
    }

    /** Text, or the texts among parts, which some servers send where the model thinks aloud. */
    private static String content(JsonNode content) {
        return content.isArray() ? String.join("", Dialect.texts(content, "text")) : Dialect.text(content);
    }

    /** {@code stop}, Together's {@code eos}, and whatever else a server calls a good end. */
    private static AnswerDraft.Finish finish(String reason) {
        return switch (reason) {
            case "length" -> AnswerDraft.Finish.OUT_OF_TOKENS;
            case "content_filter" -> AnswerDraft.Finish.REFUSED;
            case "error", "abort" -> AnswerDraft.Finish.BROKEN_OFF;
            default -> AnswerDraft.Finish.DONE;
        };
    }

    @Override
    public List<OptionalField> optionalFields() {
        return OPTIONAL;
    }

    @Override
    public WireRequest listing(Endpoint endpoint) {
        return WireRequest.get(URI.create(endpoint.baseUrl() + "/models"), headers(endpoint));
    }

    /** In a list of its own, or, with Together, by itself. */
    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.isArray() ? listing : listing.path("data"), "id");
    }
}
