package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubRequest;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.task.AgentRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes over the wire, in each provider's protocol, and what is made of what comes back. */
@Timeout(30)
class ProtocolTest {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"}},\"required\":[\"title\"]}";
    private static final Prompt PROMPT =
            new Prompt(AgentRole.ENGINEER, "You write files – well.", "## File to write\n`größe.txt`\n");
    private static final Prompt STRUCTURED = new Prompt(AgentRole.ENGINEER, PROMPT.system(), PROMPT.user(), SCHEMA);
    private static final AnswerLimits LIMITS = new AnswerLimits(4000, 100_000);

    @ParameterizedTest
    @EnumSource
    void givesTheTextPieceByPieceAndCountsItsTokens(Provider provider) throws Exception {
        Answer expected = new SimulatedModel(Duration.ZERO, Mistake.NONE).answer(PROMPT, LIMITS, piece -> {});
        try (StubServer stub = StubServer.start();
                ProviderModels models = StubModels.of(provider, stub)) {
            List<String> pieces = new ArrayList<>();

            Answer answer = models.usual().answer(PROMPT, LIMITS, pieces::add);

            assertThat(answer).isEqualTo(expected);
            assertThat(pieces.stream().filter(piece -> !piece.isEmpty())).hasSizeGreaterThan(1);
            assertThat(String.join("", pieces)).isEqualTo(answer.text()).contains("größe.txt");
            assertThat(models.usual().name()).isEqualTo("stub-model");
            assertThat(models.usual().simulated()).isFalse();
            assertThat(stub.ledger().await(1, Duration.ofSeconds(10)).awaitOutcome(Duration.ofSeconds(10)))
                    .isEqualTo(StubCall.Outcome.ANSWERED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThoughtIsASignOfLifeAndNoText(Provider provider) throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.THINKS_FIRST);
                ProviderModels models = StubModels.of(provider, stub)) {
            List<String> pieces = new ArrayList<>();

            Answer answer = models.usual().answer(PROMPT, LIMITS, pieces::add);

            assertThat(pieces.subList(0, 2)).containsOnly("");
            assertThat(answer.text()).doesNotContain("Let me think").startsWith("=== FILE");
        }
    }

    @ParameterizedTest
    @EnumSource
    void estimatesWhatAServerDoesNotCount(Provider provider) throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.WITHOUT_USAGE);
                ProviderModels models = StubModels.of(provider, stub)) {
            Answer answer = models.usual().answer(PROMPT, LIMITS, piece -> {});

            assertThat(answer.usage().inputTokens()).isBetween(10L, 40L);
            assertThat(answer.usage().outputTokens())
                    .isBetween(5L, answer.text().length() / 2L);
            assertThat(answer.usage().llmCalls()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,    Authorization, 'Bearer KEY', /max_tokens,                        /response_format/json_schema/schema",
        "TOGETHER,  Authorization, 'Bearer KEY', /max_tokens,                        /response_format/json_schema/schema",
        "ANTHROPIC, X-Api-Key,     KEY,          /max_tokens,                        /output_config/format/schema",
        "GEMINI,    X-Goog-Api-Key, KEY,         /generationConfig/maxOutputTokens,  /generationConfig/responseJsonSchema",
        "OLLAMA,    Host,          '',           /options/num_predict,               /format"
    })
    void putsKeyLimitsAndSchemaWhereTheProviderWantsThem(
            Provider provider, String header, String value, String limit, String schema) throws Exception {
        try (StubServer stub = StubServer.start();
                ProviderModels models = StubModels.of(provider, stub)) {
            models.usual().answer(STRUCTURED, LIMITS, piece -> {});

            StubRequest request = stub.ledger().calls().getFirst().request();
            assertThat(request.header(header)).contains(value.replace("KEY", stub.key()));
            assertThat(request.header("User-Agent")).isEqualTo("MGX-Engine");
            assertThat(request.json().at(limit).intValue()).isEqualTo(4000);
            assertThat(request.json().at(schema).path("required").path(0).stringValue())
                    .isEqualTo("title");
            assertThat(request.body()).contains("You write files – well.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,    /messages, 1, assistant, /content",
        "TOGETHER,  /messages, 1, assistant, /content",
        "ANTHROPIC, /messages, 0, assistant, /content/0/text",
        "GEMINI,    /contents, 0, model,     /parts/0/text",
        "OLLAMA,    /messages, 1, assistant, /content"
    })
    void saysAConversationByTurns(Provider provider, String messages, int first, String model, String text)
            throws Exception {
        Prompt conversation = PROMPT.after(
                List.of(new Prompt.Exchange("I look.", "Nothing."), new Prompt.Exchange("I write.", "Well.")));
        try (StubServer stub = StubServer.start();
                ProviderModels models = StubModels.of(provider, stub)) {
            models.usual().answer(conversation, LIMITS, piece -> {});

            JsonNode sent = stub.ledger().calls().getFirst().request().json().at(messages);
            List<String> said = new ArrayList<>();
            for (int i = first; i < sent.size(); i++) {
                said.add(sent.path(i).path("role").asString() + ": "
                        + sent.path(i).at(text).asString());
            }
            assertThat(said)
                    .containsExactly(
                            "user: " + PROMPT.user(),
                            model + ": I look.",
                            "user: Nothing.",
                            model + ": I write.",
                            "user: Well.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /temperature, 1.5",
        "TOGETHER, /temperature, 1.5",
        "ANTHROPIC, /temperature, 1.0",
        "GEMINI, /generationConfig/temperature, 1.5",
        "OLLAMA, /options/temperature, 1.5"
    })
    void sendsATemperatureUnlessTheServerRefusesIt(Provider provider, String place, double sent) throws Exception {
        Prompt free = new Prompt(AgentRole.ENGINEER, PROMPT.system(), PROMPT.user(), null, 0, 1.5);
        String no = "Unsupported value: 'temperature' does not support 1.5 with this model.";
        try (StubServer stub = StubServer.start().next(Behaviour.WELL, Behaviour.WELL, Behaviour.error(400, "", no));
                ProviderModels models = StubModels.of(provider, stub)) {
            models.usual().answer(PROMPT, LIMITS, piece -> {});
            models.usual().answer(free, LIMITS, piece -> {});
            models.usual().answer(free, LIMITS, piece -> {}); // is refused, and asked again
            models.usual().answer(free, LIMITS, piece -> {});

            assertThat(stub.ledger().calls().stream()
                            .map(call -> call.request().json().at(place).asDouble(0)))
                    .containsExactly(0.0, sent, sent, 0.0, 0.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, response_format", "OPENAI, stream_options", "ANTHROPIC, output_config", "OLLAMA, format"})
    void doesWithoutAFieldThatAServerRefusesAndRemembersIt(Provider provider, String field) throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.without(field));
                ProviderModels models = StubModels.of(provider, stub)) {
            models.usual().answer(STRUCTURED, LIMITS, piece -> {});
            models.usual().answer(STRUCTURED, LIMITS, piece -> {});

            assertThat(stub.ledger().calls().stream()
                            .map(call -> call.request().json().has(field)))
                    .containsExactly(true, false, false);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, stream_options, 2",
        "OPENAI, stream_options, 10",
        "OPENAI, response_format, 10",
        "OPENAI, max_tokens, 10",
        "ANTHROPIC, output_config, 10",
        "OLLAMA, format, 10"
    })
    void firstCallsSideBySideAllLearnWhatTheServerDoesNotKnow(Provider provider, String field, int callers)
            throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.withoutOnceAllHaveAsked(field, callers));
                ProviderModels models = StubModels.of(provider, stub);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> models.usual().answer(STRUCTURED, LIMITS, piece -> {})));
            }

            for (Future<Answer> answer : answers) {
                assertThat(answer.get().text()).isNotEmpty();
            }
            assertThat(stub.ledger().calls()).hasSize(2 * callers);
        }
    }

    /** Whatever the request says, it is refused for the same field. */
    @Test
    void aServerThatRefusesAFieldAgainAndAgainEndsTheCall() {
        try (StubServer stub = StubServer.start()
                        .always(Behaviour.error(400, "", "Unrecognized request argument supplied: stream_options"));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            assertThat(catchThrowable(() -> models.usual().answer(PROMPT, LIMITS, piece -> {})))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("refuses the request (400)");
            assertThat(stub.ledger().calls()).hasSize(2);
        }
    }

    @Test
    void callsTheLimitOfTokensAsTheServerWantsIt() throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.without("max_tokens"));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            models.usual().answer(PROMPT, LIMITS, piece -> {});

            assertThat(stub.ledger()
                            .calls()
                            .getLast()
                            .request()
                            .json()
                            .path("max_completion_tokens")
                            .intValue())
                    .isEqualTo(4000);
        }
    }

    @Test
    void asksOllamaForAWindowInWhichThePromptHasRoom() throws Exception {
        Prompt large = new Prompt(AgentRole.ENGINEER, "You write.", "word ".repeat(12_000));
        try (StubServer stub = StubServer.start();
                ProviderModels models = StubModels.of(Provider.OLLAMA, stub)) {
            models.usual().answer(PROMPT, LIMITS, piece -> {});
            models.usual().answer(large, LIMITS, piece -> {});

            assertThat(stub.ledger().calls().stream()
                            .map(call ->
                                    call.request().json().at("/options/num_ctx").intValue())
                            .collect(Collectors.toList()))
                    .containsExactly(8192, 32768);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " m", "a\u0000b", "a\nb"})
    void asksNobodyForWhatCannotBeAName(String name) {
        try (StubServer stub = StubServer.start();
                ProviderModels models = StubModels.of(Provider.GEMINI, stub)) {
            assertThat(catchThrowable(() -> models.named(name).answer(PROMPT, LIMITS, piece -> {})))
                    .hasMessageContaining("cannot be the name of a model");
            assertThat(stub.ledger().calls()).isEmpty();
        }
    }
}
