package dev.mgx.llm.openai;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ChatMessages;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Frame;
import dev.mgx.llm.http.Framing;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's Responses API, for models and servers that know no chat completions. Nothing is kept there.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">its request</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">its answer</a>
 */
record ResponsesDialect() implements Dialect {
    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of("text\\.format|response_format|json_schema|[Ss]chema|grammar", "/text"),
            OptionalField.of("[Tt]emperature", "/temperature"),
            OptionalField.of("max_output_tokens", "/max_output_tokens"),
            OptionalField.of("\\bstore\\b", "/store"));

    @Override
    public String title() {
        return "the Responses API";
    }

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).put("store", false);
        if (!prompt.system().isBlank()) {
            body.put("instructions", prompt.system());
        }
        body.set("input", ChatMessages.conversation(prompt));
        body.put("max_output_tokens", limits.maxTokens());
        if (prompt.temperature() != null) {
            body.put("temperature", prompt.temperature());
        }
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.putObject("text")
                    .putObject("format")
                    .put("type", "json_schema")
                    .put("name", OpenAiDialect.SCHEMA_NAME)
                    .put("strict", true)
                    .set("schema", Json.readTree(schema));
        }
        return WireRequest.post(endpoint.at("/responses"), OpenAiDialect.headers(endpoint), body);
    }

    @Override
    public Framing framing() {
        return Framing.EVENTS;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return frame.data().strip().equals(OpenAiDialect.DONE);
    }

    @Override
    public void read(JsonNode event, AnswerDraft draft) throws InterruptedException {
        switch (Dialect.text(event.path("type"))) {
            case "response.output_text.delta" -> draft.piece(Dialect.text(event.path("delta")));
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                draft.thought(Dialect.text(event.path("delta")));
            case "response.refusal.delta" -> draft.refusal(Dialect.text(event.path("delta")));
            case "response.completed", "response.incomplete", "response.failed" -> end(event.path("response"), draft);
            case "error" -> throw draft.failed(ProviderError.inStream(event));
            case "" -> whole(event, draft);
            default -> draft.atWork();
        }
    }

    /** The whole response at once, as some servers send it although a stream was asked for. */
    private static void whole(JsonNode response, AnswerDraft draft) throws InterruptedException {
        for (JsonNode item : response.path("output")) {
            for (JsonNode part : item.path("content")) {
                switch (Dialect.text(part.path("type"))) {
                    case "output_text" -> draft.piece(Dialect.text(part.path("text")));
                    case "reasoning_text" -> draft.thought(Dialect.text(part.path("text")));
                    case "refusal" -> draft.refusal(Dialect.text(part.path("refusal")));
                    default -> draft.atWork();
                }
            }
        }
        end(response, draft);
    }

    private static void end(JsonNode response, AnswerDraft draft) {
        if (response.hasNonNull("error")) {
            throw draft.failed(ProviderError.inStream(response));
        }
        JsonNode usage = response.path("usage");
        draft.tokens(Dialect.count(usage.path("input_tokens")), Dialect.count(usage.path("output_tokens")));
        if (usage.at("/output_tokens_details/reasoning_tokens").asLong(0) > 0) {
            draft.thoughtInSilence();
        }
        switch (Dialect.text(response.path("status"))) {
            case "completed" -> finish(AnswerDraft.Finish.DONE, draft);
            case "incomplete" ->
                finish(
                        Dialect.text(response.at("/incomplete_details/reason")).equals("content_filter")
                                ? AnswerDraft.Finish.REFUSED
                                : AnswerDraft.Finish.OUT_OF_TOKENS,
                        draft);
            case "failed", "cancelled" -> finish(AnswerDraft.Finish.BROKEN_OFF, draft);
            default -> {
                // It is not over.
            }
        }
    }

    private static void finish(AnswerDraft.Finish how, AnswerDraft draft) {
        draft.finish(how);
        draft.over();
    }

    @Override
    public List<OptionalField> optionalFields() {
        return OPTIONAL;
    }

    @Override
    public WireRequest listing(Endpoint endpoint) {
        return new OpenAiDialect(endpoint.atHome()).listing(endpoint);
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.path("data"), "id");
    }
}
