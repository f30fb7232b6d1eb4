package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.FileBlock;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.provider.StubModels.Protocol;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.Quirks;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.task.AgentRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers do otherwise than their protocol says costs no answer, and gets into none. */
@Timeout(60)
class QuirksTest {
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");
    private static final Map<String, Behaviour> QUIRKS = new LinkedHashMap<>();

    static {
        QUIRKS.put("well", Behaviour.WELL);
        QUIRKS.put("thinks aloud", Quirks.THINKS_ALOUD);
        QUIRKS.put("thinks without an opening tag", Quirks.THINKS_UNOPENED);
        QUIRKS.put("stop token", Quirks.STOP_TOKEN);
        QUIRKS.put("goes on as the user", Quirks.GOES_ON_AS_THE_USER);
        QUIRKS.put("byte-order mark", Quirks.BYTE_ORDER_MARK);
        QUIRKS.put("carriage returns", Quirks.CARRIAGE_RETURNS);
        QUIRKS.put("both breaks", Quirks.BOTH_BREAKS);
        QUIRKS.put("no space", Quirks.NO_SPACE);
        QUIRKS.put("no last break", Quirks.NO_LAST_BREAK);
        QUIRKS.put("201", Quirks.CREATED);
        QUIRKS.put("wrong type", Quirks.WRONG_TYPE);
        QUIRKS.put("gzip", Quirks.COMPRESSED);
        QUIRKS.put("huge usage", Quirks.HUGE_USAGE);
        QUIRKS.put("kept alive", Quirks.KEPT_ALIVE);
    }

    static Stream<Arguments> eachProtocolAndQuirk() {
        return Stream.of(Protocol.values())
                .flatMap(protocol -> QUIRKS.keySet().stream().map(quirk -> Arguments.of(protocol, quirk)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("eachProtocolAndQuirk")
    void costsNoAnswer(Protocol protocol, String quirk) throws Exception {
        try (StubServer plain = protocol.start();
                ProviderModels plainModels = protocol.models(plain);
                StubServer stub = protocol.start().always(Objects.requireNonNull(QUIRKS.get(quirk)));
                ProviderModels models = protocol.models(stub)) {
            Answer expected = plainModels.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});

            Answer answer = models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});

            assertThat(answer.text()).isEqualTo(expected.text());
            assertThat(answer.usage().outputTokens()).isBetween(1L, 100_000L);
            assertThat(stub.ledger().calls()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEmojiWholeWhoseHalvesComeApart(Protocol protocol) throws Exception {
        try (StubServer stub = protocol.start().always(Quirks.HALVED);
                ProviderModels models = protocol.models(stub)) {
            List<String> pieces = new ArrayList<>();

            Answer answer = models.usual().answer(PROMPT, AnswerLimits.DEFAULT, pieces::add);

            assertThat(FileBlock.in(answer.text())).containsExactly(new FileBlock("a.txt", "🙂\n"));
            assertThat(pieces).contains("🙂\n=== END FILE ===");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThoughtIsHeardAndIsNoAnswer(Protocol protocol) {
        try (StubServer stub = protocol.start().always(Quirks.ONLY_THINKS);
                ProviderModels models = protocol.models(stub)) {
            List<String> thoughts = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            TextListener listener = new TextListener() {
                @Override
                public void text(String piece) {
                    texts.add(piece);
                }

                @Override
                public void thought(String piece) {
                    thoughts.add(piece);
                }
            };

            ModelFailed failed = catchThrowableOfType(
                    ModelFailed.class, () -> models.usual().answer(PROMPT, AnswerLimits.DEFAULT, listener));

            assertThat(failed.kind()).isEqualTo(Kind.EMPTY);
            assertThat(failed).hasMessageContaining("only thought, and did not answer");
            assertThat(String.join("", thoughts)).isEqualTo("Hm.Hm, hm.");
            assertThat(String.join("", texts)).isBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OPENAI    | {'id':'1','choices':[{'index':0,'message':{'role':'assistant','content':'Yes'},'finish_reason':'stop'}],'usage':{'prompt_tokens':7,'completion_tokens':2}}",
                "OPENAI    | {'choices':[{'index':1,'message':{'content':'No'},'finish_reason':'stop'},{'index':0,'message':{'reasoning_content':'Hm','content':'Yes'},'finish_reason':null}]}",
                "ANTHROPIC | {'type':'message','content':[{'type':'thinking','thinking':'Hm'},{'type':'text','text':'Yes'}],'stop_reason':'end_turn','usage':{'input_tokens':7,'output_tokens':2}}",
                "GEMINI    | [{'candidates':[{'content':{'parts':[{'text':'Ye'}]}}]},{'candidates':[{'content':{'parts':[{'text':'s'}]},'finishReason':'STOP'}]}]",
                "OLLAMA    | {'message':{'content':'Yes'},'done':true}",
                "RESPONSES | {'object':'response','status':'completed','output':[{'type':'reasoning','content':[{'type':'reasoning_text','text':'Hm'}]},{'type':'message','content':[{'type':'output_text','text':'Yes'}]}],'usage':{'input_tokens':7,'output_tokens':2}}",
            })
    void takesAnAnswerThatIsNotStreamed(Protocol protocol, String body) throws Exception {
        String json = body.replace('\'', '"');
        for (String sent : List.of(json, json.replace(",", ",\n  "), "\uFEFF" + json + "\n")) {
            try (StubServer stub = protocol.start().always(Behaviour.whole("application/json", sent));
                    ProviderModels models = protocol.models(stub)) {
                assertThat(models.usual()
                                .answer(PROMPT, AnswerLimits.DEFAULT, piece -> {})
                                .text())
                        .isEqualTo("Yes");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OPENAI | data: {'choices':[{'delta':{'content':'Yes'},'finish_reason':''}]}\\n\\ndata: [DONE] \\n\\n",
                "OPENAI | data: {'choices':[{'delta':{'content':'Yes'}}]}\\n\\ndata: [DONE]",
                "OPENAI | data: {'choices':[{'delta':{'content':'Ye'},'finish_reason':'stop'}]}\\n\\ndata: {'choices':[{'delta':{'content':'s'}}]}\\n\\n",
                "OPENAI | data: {'choices':[{'index':1,'delta':{'content':'No'}},{'index':0,'delta':{'content':'Yes'},'finish_reason':'stop'}]}\\n\\n",
                "OPENAI | data: {'choices':[{'delta':{'content':'Yes','content':'Yes'},'logprobs':NaN,'finish_reason':'stop'}],'x':-Infinity}\\n\\n",
                "OPENAI | event: chunk\\ndata: {'choices':[{'delta':{'content':'Yes'}, 'finish_reason':'stop'}]}\\n\\n",
                "RESPONSES | data: {'type':'response.output_text.delta','delta':'Yes','logprobs':NaN}\\n\\ndata: {'type':'response.completed','response':{'status':'completed','usage':null}}",
                "RESPONSES | data: {'type':'response.new_thing'}\\n\\ndata: {'type':'response.output_text.delta','delta':'Yes'}\\n\\ndata: {'type':'response.completed','response':{'status':'completed'}}\\n\\ndata: [DONE]\\n\\n",
            })
    void takesWhatCameWhole(Protocol protocol, String stream) throws Exception {
        try (StubServer stub = protocol.start()
                        .always(Behaviour.whole(
                                "text/event-stream", stream.replace('\'', '"').replace("\\n", "\n")));
                ProviderModels models = protocol.models(stub)) {
            assertThat(models.usual()
                            .answer(PROMPT, AnswerLimits.DEFAULT, piece -> {})
                            .text())
                    .isEqualTo("Yes");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OPENAI | CUT        | text/event-stream | data: {'choices':[{'delta':{'content':'Ye",
                "OPENAI | CUT        | text/event-stream | data: {'choices':[{'delta':{'content':'Yes'}}]}\\n\\n",
                "OPENAI | OVERLOADED | text/event-stream | event: error\\ndata: {'message':'The disk is on fire'}\\n\\n",
                "OPENAI | OVERLOADED | text/event-stream | data: {'error':'The disk is on fire'}\\n\\n",
                "OPENAI | OVERLOADED | application/json  | {'error':{'message':'The disk is on fire'}}",
                "OPENAI | GARBLED    | application/json  | {'detail':'The disk is on fire'}",
                "OPENAI | GARBLED    | text/html         | <html><style>b{}</style><body>The <b>disk</b> is on fire",
                "OPENAI | GARBLED    | text/plain        | The disk is on fire",
                "RESPONSES | CUT        | text/event-stream | data: {'type':'response.output_text.delta','delta':'Yes'}\\n\\n",
                "RESPONSES | OVERLOADED | text/event-stream | data: {'type':'error','message':'The disk is on fire'}\\n\\n",
                "RESPONSES | OVERLOADED | text/event-stream | data: {'type':'response.failed','response':{'status':'failed','error':{'message':'The disk is on fire'}}}\\n\\n",
                "RESPONSES | GARBLED    | text/html         | <html><body>The <b>disk</b> is on fire",
            })
    void quotesWhatIsNoAnswer(Protocol protocol, Kind kind, String type, String body) {
        try (StubServer stub = protocol.start()
                        .always(Behaviour.whole(type, body.replace('\'', '"').replace("\\n", "\n")));
                ProviderModels models = protocol.models(stub)) {
            ModelFailed failed = catchThrowableOfType(
                    ModelFailed.class, () -> models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {}));

            assertThat(failed.kind()).as(failed.getMessage()).isEqualTo(kind);
            if (kind != Kind.CUT) {
                assertThat(failed).message().containsPattern("The +disk +is on fire");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI | 400 | /messages/0/content        | System role not supported",
                "OPENAI | 500 | /messages/0/content        | Conversation roles must alternate user/assistant/user/assistant",
                "OLLAMA | 400 | /messages/0/content        | this model does not support system messages",
                "GEMINI | 400 | /contents/0/parts/0/text   | Developer instruction is not enabled for models/gemma-3-1b-it",
            })
    void putsTheSystemsWordsBeforeTheUsersWhereNoSystemMayTalk(
            Provider provider, int status, String place, String words) throws Exception {
        try (StubServer stub = StubServer.start().next(Behaviour.error(status, "", words));
                ProviderModels models = StubModels.of(provider, stub)) {
            models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});
            models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});

            assertThat(stub.ledger().calls()).hasSize(3);
            for (int call : List.of(1, 2)) {
                assertThat(stub.ledger()
                                .calls()
                                .get(call)
                                .request()
                                .json()
                                .at(place)
                                .asString(""))
                        .startsWith("You write.");
                assertThat(stub.ledger().calls().get(call).request().body()).contains("File to write");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"422", "500", "501"})
    void doesWithoutAFieldByWhateverStatusItIsRefused(int status) throws Exception {
        Prompt structured =
                new Prompt(AgentRole.ENGINEER, "You write.", PROMPT.user(), "{\"type\":\"object\"}", 0, null);
        String no = "response_format of type json_schema is not supported";
        try (StubServer stub = StubServer.start().next(Behaviour.error(status, "", no));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            models.usual().answer(structured, AnswerLimits.DEFAULT, piece -> {});

            assertThat(stub.ledger().calls().getLast().request().json().has("response_format"))
                    .isFalse();
        }
    }

    @Test
    void tellsAModelThatIsLoadingFromAServerThatFails() {
        try (StubServer stub = StubServer.start().always(Behaviour.error(503, "", "Loading model"));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            ModelFailed failed = catchThrowableOfType(
                    ModelFailed.class, () -> models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {}));

            assertThat(failed.kind()).isEqualTo(Kind.LOADING);
            assertThat(failed).hasMessageContaining("is still loading the model (503)");
        }
    }

    @Test
    void asksAgainWhereAServerCouldNotHoldTheModelToTheSchema() {
        String body = "{\"error\":{\"message\":\"Failed to generate JSON\",\"code\":\"json_validate_failed\"}}";
        try (StubServer stub = StubServer.start().always(Behaviour.whole(400, "application/json", body));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            ModelFailed failed = catchThrowableOfType(
                    ModelFailed.class, () -> models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {}));

            assertThat(failed.kind()).isEqualTo(Kind.GARBLED); // which is tried again
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "GEMINI", "OLLAMA"})
    void asksForAModelByWhateverNameTheServerHasForIt(Provider provider) throws Exception {
        for (String name : List.of("/models/Qwen2.5-Coder-7B", "./x.gguf", "my model (4 bits)", "通义千问", "a\\b")) {
            try (StubServer stub = StubServer.start();
                    ProviderModels models = StubModels.of(provider, stub)) {
                models.named(name).answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});

                assertThat(stub.ledger().calls()).hasSize(1);
            }
        }
    }
}
