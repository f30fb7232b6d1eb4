package dev.mgx.llm.gemini;

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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini's {@code streamGenerateContent}, as server-sent events.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">its reference</a>
 */
public record GeminiDialect() implements Dialect {
    private static final List<OptionalField> OPTIONAL = List.of(
            OptionalField.of(
                    "response_?([Jj]son_?[Ss]chema|[Mm]ime_?[Tt]ype|[Ss]chema)|[Ss]chema|JSON mode",
                    "/generationConfig/responseJsonSchema",
                    "/generationConfig/responseMimeType"),
            OptionalField.of("[Tt]emperature", "/generationConfig/temperature"),
            OptionalField.SYSTEM_INSTRUCTION);

    @Override
    public String title() {
        return "the Gemini API";
    }

    @Override
    public WireRequest request(Endpoint endpoint, String model, Prompt prompt, AnswerLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!prompt.system().isBlank()) {
            addText(body.putObject("systemInstruction"), prompt.system());
        }
        ArrayNode contents = body.putArray("contents");
        for (Prompt.Message message : prompt.messages()) {
            addText(contents.addObject().put("role", message.fromModel() ? "model" : "user"), message.text());
        }
        ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", limits.maxTokens());
        if (prompt.temperature() != null) {
            config.put("temperature", prompt.temperature());
        }
        String schema = prompt.answerSchema();
        if (schema != null) {
            config.put("responseMimeType", "application/json").set("responseJsonSchema", Json.readTree(schema));
        }
        URI uri = endpoint.at("/models/%s:streamGenerateContent?alt=sse".formatted(segment(model)));
        return WireRequest.post(uri, headers(endpoint), body);
    }

    /** A model's name as one segment of a path, so that it leads nowhere else. */
    private static String segment(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void addText(ObjectNode content, String text) {
        content.putArray("parts").addObject().put("text", text);
    }

    private static Map<String, String> headers(Endpoint endpoint) {
        return endpoint.key().isEmpty()
                ? Map.of()
                : Map.of("x-goog-api-key", endpoint.key().value());
    }

    @Override
    public Framing framing() {
        return Framing.EVENTS;
    }

    @Override
    public void read(JsonNode message, AnswerDraft draft) throws InterruptedException {
        if (message.hasNonNull("error")) {
            throw draft.failed(ProviderError.inStream(message));
        }
        JsonNode usage = message.path("usageMetadata");
        draft.tokens(
                Dialect.count(usage.path("promptTokenCount")),
                Dialect.count(usage.path("candidatesTokenCount")) + Dialect.count(usage.path("thoughtsTokenCount")));
        if (Dialect.count(usage.path("thoughtsTokenCount")) > 0) {
            draft.thoughtInSilence();
        }
        draft.refusal(Dialect.text(message.path("promptFeedback").path("blockReason")));
        JsonNode candidate = message.path("candidates").path(0);
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode part : candidate.path("content").path("parts")) {
            (part.path("thought").asBoolean(false) ? thoughts : text).append(Dialect.text(part.path("text")));
        }
        draft.piece(text.toString());
        draft.thought(thoughts.toString());
        finish(candidate, draft);
    }

    private static void finish(JsonNode candidate, AnswerDraft draft) {
        String reason = Dialect.text(candidate.path("finishReason"));
        switch (reason) {
            case "", "FINISH_REASON_UNSPECIFIED" -> {}
            case "STOP" -> draft.finish(AnswerDraft.Finish.DONE);
            case "MAX_TOKENS" -> draft.finish(AnswerDraft.Finish.OUT_OF_TOKENS);
            case "OTHER", "MALFORMED_FUNCTION_CALL" -> draft.finish(AnswerDraft.Finish.BROKEN_OFF);
            default -> {
                draft.refusal((reason + " " + Dialect.text(candidate.path("finishMessage"))).strip());
                draft.finish(AnswerDraft.Finish.REFUSED);
            }
        }
    }

    @Override
    public List<OptionalField> optionalFields() {
        return OPTIONAL;
    }

    @Override
    public WireRequest listing(Endpoint endpoint) {
        return WireRequest.get(endpoint.at("/models?pageSize=1000"), headers(endpoint));
    }

    @Override
    public List<String> names(JsonNode listing) {
        return Dialect.texts(listing.path("models"), "name").stream()
                .map(name -> name.replaceFirst("^models/", ""))
                .toList();
    }
}
