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
import dev.mgx.llm.http.ServerFacts;
import dev.mgx.llm.http.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final double MILLIS = 1000;
    static final String DONE = "[DONE]";

    /** A schema must have a name; it is seen by the model. */
    static final String SCHEMA_NAME = "answer";

    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of("response_format|json_schema|[Ss]chema|grammar", "/response_format"),
            OptionalField.of("stream_options", "/stream_options"),
            OptionalField.of("[Tt]emperature", "/temperature"),
            OptionalField.SYSTEM_MESSAGE,
            OptionalField.renamed("max_tokens", "max_completion_tokens"),
            OptionalField.renamed("max_completion_tokens", "max_tokens"));

    @Override
    public String title() {
        return "chat completions";
    }

    @Override
    public Optional<Dialect> alternative() {
        return Optional.of(new ResponsesDialect());
    }

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).set("messages", ChatMessages.of(prompt));
        body.putObject("stream_options").put("include_usage", true);
        body.put(atOpenAi ? "max_completion_tokens" : "max_tokens", limits.maxTokens());
        if (prompt.temperature() != null) {
            body.put("temperature", prompt.temperature());
        }
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", SCHEMA_NAME)
                    .put("strict", true)
                    .set("schema", Json.readTree(schema));
        }
        return WireRequest.post(endpoint.at("/chat/completions"), headers(endpoint), body);
    }

    /** Azure's name for it is its own: https://learn.microsoft.com/azure/ai-foundry/openai/reference */
    static Map<String, String> headers(Endpoint endpoint) {
        if (endpoint.key().isEmpty()) {
            return Map.of();
        }
        String key = endpoint.key().value();
        return endpoint.isAzure() ? Map.of("api-key", key) : Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public Framing framing() {
        return Framing.EVENTS;
    }

    @Override
    public boolean isEnd(Frame frame) {
        return frame.data().strip().equals(DONE);
    }

    @Override
    public void read(JsonNode chunk, AnswerDraft draft) throws InterruptedException {
        if (chunk.hasNonNull("error") || Dialect.text(chunk.path("object")).equals("error")) {
            throw draft.failed(ProviderError.inStream(chunk));
        }
        JsonNode usage = chunk.path("usage");
        draft.tokens(Dialect.count(usage.path("prompt_tokens")), Dialect.count(usage.path("completion_tokens")));
        if (usage.at("/completion_tokens_details/reasoning_tokens").asLong(0) > 0) {
            draft.thoughtInSilence();
        }
        JsonNode timings = chunk.path("timings"); // of llama.cpp
        if (timings.isObject()) {
            draft.speed(
                    Dialect.count(timings.path("prompt_n")),
                    timings.path("prompt_ms").asDouble(0) / MILLIS,
                    Dialect.count(timings.path("predicted_n")),
                    timings.path("predicted_ms").asDouble(0) / MILLIS);
        }
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt(0) == 0) { // one was asked for; some send more
                readChoice(choice, draft);
            }
        }
    }

    private static void readChoice(JsonNode choice, AnswerDraft draft) throws InterruptedException {
        JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
        // Two names for the same, and no third: https://docs.vllm.ai/en/latest/features/reasoning_outputs.html
        draft.thought(Dialect.text(delta.path("reasoning_content")) + Dialect.text(delta.path("reasoning")));
        draft.piece(content(delta.path("content")));
        draft.refusal(Dialect.text(delta.path("refusal")));
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
        return WireRequest.get(endpoint.besideDeployments("/models"), headers(endpoint));
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(entries(listing), "id");
    }

    /** In a list of its own, or, with Together, by itself. */
    private static JsonNode entries(JsonNode listing) {
        return listing.isArray() ? listing : listing.path("data");
    }

    /** OpenAI tells nothing of windows; of others, llama.cpp and LM Studio tell more beside the protocol than in it. */
    @Override
    public List<WireRequest> factsRequests(Endpoint endpoint, String model) {
        if (atOpenAi) {
            return List.of();
        }
        if (endpoint.atHome() || endpoint.isAzure()) {
            return List.of(listing(endpoint));
        }
        return List.of(
                WireRequest.get(endpoint.atRoot("/props"), headers(endpoint)),
                WireRequest.get(endpoint.atRoot("/api/v0/models"), headers(endpoint)),
                listing(endpoint));
    }

    /**
     * The window that the server runs with, and not the one that the model was made for.
     *
     * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md">llama.cpp: /props</a>
     * @see <a href="https://lmstudio.ai/docs/developer/rest/endpoints">LM Studio: /api/v0/models</a>
     */
    @Override
    public ServerFacts facts(JsonNode answer, String model) {
        JsonNode props = answer.at("/default_generation_settings/n_ctx");
        if (!props.isMissingNode()) {
            String identity = Dialect.text(answer.path("model_path")) + " " + Dialect.text(answer.path("model_alias"));
            int slots = (int) Math.min(1000, Dialect.count(answer.path("total_slots")));
            return ServerFacts.of("%s %d".formatted(identity, Dialect.count(props)), slots, Dialect.count(props));
        }
        return entries(answer)
                .valueStream()
                .filter(entry -> Dialect.text(entry.path("id")).equals(model))
                .findFirst()
                .map(OpenAiDialect::facts)
                .orElse(ServerFacts.NONE);
    }

    private static ServerFacts facts(JsonNode entry) {
        String identity = "%s %s %s"
                .formatted(
                        Dialect.text(entry.path("root")),
                        Dialect.text(entry.path("quantization")),
                        entry.at("/meta/size").asString(""));
        return ServerFacts.of(
                identity.strip(),
                0,
                Dialect.count(entry.path("loaded_context_length")), // LM Studio
                Dialect.count(entry.path("max_model_len")), // vLLM
                Dialect.count(entry.at("/meta/n_ctx")), // llama.cpp
                Dialect.count(entry.path("context_length")), // Together, OpenRouter
                Dialect.count(entry.path("max_context_length"))); // LM Studio, of a model that is not loaded
    }
}
