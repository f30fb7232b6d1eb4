package dev.mgx.llm.ollama;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ChatMessages;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Framing;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.ServerFacts;
import dev.mgx.llm.http.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's chat. Ollama cuts what is longer than the context window without a word, and its own window is
 * small: so each request asks for one in which the prompt and an answer have room.
 *
 * @see <a href="https://docs.ollama.com/api/chat">its reference</a>
 */
public record OllamaDialect() implements Dialect {
    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of("format|grammar|[Ss]chema", "/format"),
            OptionalField.of("[Tt]emperature", "/options/temperature"),
            OptionalField.SYSTEM_MESSAGE);

    /** A careful guess: code has more tokens than prose. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    private static final double NANOS = 1e9;
    private static final String SIZE = "context_length";

    /** A window takes memory of the machine, and models are made for windows that few machines have the memory for. */
    private static final int LARGEST_UNASKED_WINDOW = 16_384;

    private static final Pattern NUM_CTX = Pattern.compile("(?m)^num_ctx\\s+([0-9]{1,9})\\s*$");

    private static final int SMALLEST_WINDOW = 8192;
    private static final int LARGEST_WINDOW = 1 << 30;

    @Override
    public String title() {
        return "Ollama's API";
    }

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).set("messages", ChatMessages.of(prompt));
        ObjectNode options =
                body.putObject("options").put("num_predict", limits.maxTokens()).put("num_ctx", window(prompt, limits));
        if (prompt.temperature() != null) {
            options.put("temperature", prompt.temperature());
        }
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.set("format", Json.readTree(schema));
        }
        return WireRequest.post(endpoint.at("/api/chat"), Map.of(), body);
    }

    /** A power of two, so that the model is not loaded anew for every prompt. */
    private static int window(Prompt prompt, AnswerLimits limits) {
        long tokens = Math.clamp(
                prompt.length() / CHARACTERS_PER_TOKEN + limits.maxTokens(), SMALLEST_WINDOW, LARGEST_WINDOW);
        return Math.toIntExact(Long.highestOneBit(tokens - 1) << 1);
    }

    @Override
    public Framing framing() {
        return Framing.LINES;
    }

    @Override
    public void read(JsonNode message, AnswerDraft draft) throws InterruptedException {
        if (message.hasNonNull("error")) {
            throw draft.failed(ProviderError.inStream(message));
        }
        draft.piece(Dialect.text(message.path("message").path("content")));
        draft.thought(Dialect.text(message.path("message").path("thinking")));
        if (message.path("done").asBoolean(false)) {
            draft.tokens(Dialect.count(message.path("prompt_eval_count")), Dialect.count(message.path("eval_count")));
            draft.speed(
                    Dialect.count(message.path("prompt_eval_count")),
                    Dialect.count(message.path("prompt_eval_duration")) / NANOS,
                    Dialect.count(message.path("eval_count")),
                    Dialect.count(message.path("eval_duration")) / NANOS);
            boolean cut = Dialect.text(message.path("done_reason")).equals("length");
            draft.finish(cut ? AnswerDraft.Finish.OUT_OF_TOKENS : AnswerDraft.Finish.DONE);
            draft.over();
        }
    }

    @Override
    public List<OptionalField> optionalFields() {
        return OPTIONAL;
    }

    @Override
    public WireRequest listing(Endpoint endpoint) {
        return WireRequest.get(endpoint.at("/api/tags"), Map.of());
    }

    @Override
    public List<WireRequest> factsRequests(Endpoint endpoint, String model) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        return List.of(WireRequest.post(endpoint.at("/api/show"), Map.of(), body));
    }

    /**
     * The window that the model was given on this machine, else a part of what it was made for.
     *
     * @see <a href="https://docs.ollama.com/api/show">what it tells</a>
     */
    @Override
    public ServerFacts facts(JsonNode answer, String model) {
        Matcher given = NUM_CTX.matcher(Dialect.text(answer.path("parameters")));
        long size = given.find()
                ? Long.parseLong(given.group(1))
                : Math.min(LARGEST_UNASKED_WINDOW, trained(answer.path("model_info")));
        return ServerFacts.of(Dialect.text(answer.path("modified_at")) + " " + size, 0, size);
    }

    /** Under the name of its architecture: {@code qwen2.context_length}. */
    private static long trained(JsonNode info) {
        return info.propertyStream()
                .filter(field -> field.getKey().endsWith("." + SIZE))
                .mapToLong(field -> Dialect.count(field.getValue()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.path("models"), "name");
    }
}
