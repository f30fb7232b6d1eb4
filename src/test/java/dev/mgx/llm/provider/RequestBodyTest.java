package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.SentRequest;
import dev.mgx.llm.http.WireRequest;
import dev.mgx.task.AgentRole;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/**
 * Each request, whole. The fixtures, {@code requests/*.json}, were taken from what LangChain4j made of the same prompts,
 * less what it said beyond need (ADR 9).
 */
@Timeout(30)
class RequestBodyTest {
    /** Longer than any buffer on the way; {@code LARGE} in the fixtures. */
    private static final String LARGE = "wörter, 漢字, 🙂 and words ".repeat(40_000);

    private static final String LOOSE_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"}},\"required\":[\"title\"]}";
    private static final String SCHEMA = """
            {"type": "object", "description": "A \\"plan\\" – größer",
             "properties": {
               "title": {"type": "string", "minLength": 1, "pattern": "^[a-z/]+$"},
               "size": {"type": "number", "minimum": 0.5, "maximum": 1000.0},
               "kind": {"enum": ["a", "b", null, 3]},
               "note": {"type": ["string", "null"]},
               "files": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/file"}}},
             "required": ["title", "files"],
             "additionalProperties": false,
             "$defs": {"file": {"type": "object", "properties": {"path": {"type": "string"}},
                                "required": ["path"], "additionalProperties": false}}}
            """;

    private static final Prompt PLAIN = prompt("You write files.", "Write `a.txt`.\n");
    private static final Map<String, Prompt> PROMPTS = Map.of(
            "plain",
            PLAIN,
            "no system",
            prompt(" \n", PLAIN.user()),
            "odd characters",
            prompt("tab\t quote\" back\\ nul\0 del\u007f </script>", "größe 漢字 🙂 \u2028 \ufeff \r\n"),
            "large",
            prompt(LARGE, LARGE),
            "temperature",
            new Prompt(AgentRole.ENGINEER, PLAIN.system(), PLAIN.user(), null, 500, 0.75),
            "loose schema",
            new Prompt(AgentRole.ARCHITECT, PLAIN.system(), PLAIN.user(), LOOSE_SCHEMA),
            "schema",
            new Prompt(AgentRole.ARCHITECT, PLAIN.system(), PLAIN.user(), SCHEMA));

    /** The least and the most that a limit may be, and one in between. */
    private static final Map<String, Integer> LIMITS = Map.of("least", 1, "usual", 16_384, "most", Integer.MAX_VALUE);

    /** Whose requests, and where they go; what stands in the fixtures' names. */
    static final Map<String, Endpoint> ENDPOINTS = Map.of(
            "openai", home(Provider.OPENAI),
            "openai-elsewhere", new Endpoint(Provider.OPENAI, URI.create("http://127.0.0.1:8000/v1"), Secret.NONE),
            "together", home(Provider.TOGETHER),
            "anthropic", home(Provider.ANTHROPIC),
            "gemini", home(Provider.GEMINI),
            "ollama", Endpoint.home(Provider.OLLAMA, Secret.NONE));

    static final List<String> NAMES = ENDPOINTS.keySet().stream().sorted().toList();

    private static Endpoint home(Provider provider) {
        return Endpoint.home(provider, Secret.of("key-of-somebody"));
    }

    private static Prompt prompt(String system, String user) {
        return new Prompt(AgentRole.ENGINEER, system, user);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void saysTheSameInEveryField(String name) throws Exception {
        JsonNode expected = fixture(name);
        List<String> cases = new ArrayList<>();
        requests(Objects.requireNonNull(ENDPOINTS.get(name))).forEach(each -> {
            cases.add(each.name());
            assertThat(each.shown()).as(each.name()).isEqualTo(expected.path(each.name()));
        });
        assertThat(cases).hasSizeGreaterThan(8).containsExactlyInAnyOrderElementsOf(expected.propertyNames());
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatWantsNoKeyIsSentNone(Provider provider) {
        Endpoint endpoint = new Endpoint(provider, URI.create("http://127.0.0.1:8000/v1"), Secret.NONE);

        SentRequest sent = SentRequest.of(request(endpoint, PLAIN, 4000));

        assertThat(sent.headers().keySet()).isSubsetOf("content-type", "user-agent", "anthropic-version");
    }

    /** What a server was found not to know may be gone already, by the name that another refusal put in its place. */
    @ParameterizedTest
    @EnumSource
    void aFieldThatIsNotThereIsLeftOutWithoutATrace(Provider provider) {
        Endpoint endpoint = home(provider);
        WireRequest plain = request(endpoint, PLAIN, 4000);
        JsonNode before = SentRequest.of(plain).body();

        assertThat(Dialects.of(endpoint).optionalFields())
                .filteredOn(field ->
                        field.name().startsWith("/") && before.at(field.name()).isMissingNode())
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(SentRequest.of(plain.without(field)).body()).isEqualTo(before));
    }

    /** A request that a dialect makes. */
    private record Case(String name, WireRequest request) {
        /** In the form of the fixtures. */
        JsonNode shown() {
            SentRequest sent = SentRequest.of(request);
            return Json.readTree(Json.write(Map.of("uri", sent.uri(), "headers", sent.headers(), "body", sent.body()))
                    .replace(LARGE, "LARGE"));
        }
    }

    private static Stream<Case> requests(Endpoint endpoint) {
        Dialect dialect = Dialects.of(endpoint);
        Stream<Case> prompts = PROMPTS.entrySet().stream()
                .map(each -> new Case(each.getKey(), request(endpoint, each.getValue(), 4000)));
        Stream<Case> limits = LIMITS.entrySet().stream()
                .map(each -> new Case("limit: " + each.getKey(), request(endpoint, PLAIN, each.getValue())));
        Prompt structured = Objects.requireNonNull(PROMPTS.get("schema"));
        // What the system says is not left out, but goes elsewhere: see QuirksTest.
        List<OptionalField> fields = dialect.optionalFields().stream()
                .filter(field -> field.name().startsWith("/"))
                .toList();
        Stream<Case> without = fields.stream()
                .map(field -> new Case(
                        "without " + field.name(),
                        request(endpoint, structured, 4000).without(field)));
        WireRequest bare = request(endpoint, structured, 4000);
        for (OptionalField field : fields) {
            bare = field.name().startsWith("/max_") ? bare : bare.without(field);
        }
        return Stream.of(prompts, limits, without, Stream.of(new Case("without all", bare)))
                .flatMap(each -> each);
    }

    private static WireRequest request(Endpoint endpoint, Prompt prompt, int maxTokens) {
        return Dialects.of(endpoint).request(endpoint, "org/model-1.5:x", prompt, new AnswerLimits(maxTokens, 100_000));
    }

    private static JsonNode fixture(String name) throws IOException {
        try (InputStream in = RequestBodyTest.class.getResourceAsStream("requests/" + name + ".json")) {
            return Json.readTree(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
