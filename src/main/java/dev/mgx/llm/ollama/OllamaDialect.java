package dev.mgx.llm.ollama;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ChatMessages;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Endpoint;
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
 * Ollama's chat. Ollama cuts what is longer than the context window without a word, and its own window is
 * small: so each request asks for one in which the prompt and an answer have room.
 *
 * @see <a href="https://docs.ollama.com/api/chat">its reference</a>
 */
public record OllamaDialect() implements Dialect {
    private static final List<OptionalField> OPTIONAL =
            List.of(OptionalField.of("format|grammar|[Ss]chema", "/format"));

    /** A careful guess: code has more tokens than prose. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    private static final int SMALLEST_WINDOW = 8192;
    private static final int LARGEST_WINDOW = 1 << 30;

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).set("messages", ChatMessages.of(prompt));
        body.putObject("options").put("num_predict", limits.maxTokens()).put("num_ctx", window(prompt, limits));
        String schema = prompt.answerSchema();
        if (schema != null) {
            body.set("format", Json.readTree(schema));
        }
        return WireRequest.post(URI.create(endpoint.baseUrl() + "/api/chat"), Map.of(), body);
    }

    /** A power of two, so that the model is not loaded anew for every prompt. */
    private static int window(Prompt prompt, AnswerLimits limits) {
        long characters = (long) prompt.system().length() + prompt.user().length();
        long tokens =
                Math.clamp(characters / CHARACTERS_PER_TOKEN + limits.maxTokens(), SMALLEST_WINDOW, LARGEST_WINDOW);
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
        if (message.path("done").asBoolean(false)) {
            draft.tokens(Dialect.count(message.path("prompt_eval_count")), Dialect.count(message.path("eval_count")));
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
        return WireRequest.get(URI.create(endpoint.baseUrl() + "/api/tags"), Map.of());
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.path("models"), "name");
    }
}
