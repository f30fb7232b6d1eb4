package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.ServerFacts;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each server tells about a model beside its answers. */
@Timeout(20)
class ServerFactsTest {
    private static final Endpoint ELSEWHERE =
            new Endpoint(Provider.OPENAI, URI.create("http://127.0.0.1:8080/v1"), Secret.NONE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // llama.cpp: /props, and /v1/models without it; what the model was trained for is no window
                "{'default_generation_settings':{'n_ctx':16384},'total_slots':2,'model_path':'/m.gguf'}|16384|2",
                "{'data':[{'id':'m','meta':{'n_ctx':4096,'n_ctx_train':32768}}]}|4096|",
                "{'data':[{'id':'m','meta':{'n_ctx_train':32768}}]}||",
                // vLLM
                "{'object':'list','data':[{'id':'m','root':'Qwen/m','max_model_len':8192}]}|8192|",
                // LM Studio: /api/v0/models
                "{'data':[{'id':'m','state':'loaded','max_context_length':131072,'loaded_context_length':4096}]}|4096|",
                "{'data':[{'id':'m','state':'not-loaded','max_context_length':131072}]}|131072|",
                // Together lists without a frame
                "[{'id':'m','context_length':131072}]|131072|",
                // another model, no model, nonsense
                "{'data':[{'id':'other','max_model_len':8192}]}||",
                "{'data':[{'id':'m','max_model_len':-1}]}||",
                "{'data':[{'id':'m','max_model_len':'8192'}]}||",
                "{'data':[{'id':'m','max_model_len':99999999999999999999}]}||",
                "{'default_generation_settings':{'n_ctx':0}}||",
                "{'error':'not found'}||",
                "[]||",
                "1||"
            })
    void aServerOfOpenAisProtocol(String answer, @Nullable Integer window, @Nullable Integer slots) {
        ServerFacts facts = Dialects.of(ELSEWHERE).facts(Json.readTree(answer.replace('\'', '"')), "m");

        assertThat(facts.contextTokens()).isEqualTo(window);
        assertThat(facts.slots()).isEqualTo(slots);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model_info':{'general.architecture':'qwen2','qwen2.context_length':8192}}|8192",
                "{'model_info':{'llama.context_length':131072,'llama.block_count':32}}|16384",
                "{'parameters':'stop  x\\nnum_ctx                        4096','model_info':{'llama.context_length':131072}}|4096",
                "{'model_info':{}}|",
                "{}|"
            })
    void ollama(String answer, @Nullable Integer window) {
        Dialect ollama = Dialects.of(Endpoint.home(Provider.OLLAMA, Secret.NONE));

        assertThat(ollama.facts(Json.readTree(answer.replace('\'', '"')), "m").contextTokens())
                .isEqualTo(window);
    }

    @Test
    void anotherModelOrAnotherWindowBehindTheNameIsNotTheSame() {
        Dialect dialect = Dialects.of(ELSEWHERE);
        String props = "{\"default_generation_settings\":{\"n_ctx\":4096},\"model_path\":\"/a.gguf\"}";

        assertThat(dialect.facts(Json.readTree(props), "m").identity())
                .isEqualTo(dialect.facts(Json.readTree(props), "m").identity())
                .isNotEqualTo(dialect.facts(Json.readTree(props.replace("/a", "/b")), "m")
                        .identity())
                .isNotEqualTo(dialect.facts(Json.readTree(props.replace("4096", "8192")), "m")
                        .identity());
    }

    /** No prompt is ever sent, and a provider that charges is asked for its free list at most. */
    @ParameterizedTest
    @EnumSource
    void aProviderItselfIsAskedLittle(Provider provider) {
        Endpoint home = Endpoint.home(provider, Secret.of("key"));

        assertThat(home.takesNoKey()).isFalse();
        assertThat(Dialects.of(home).factsRequests(home, "m")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aConversationIsHeldWhereNobodyCanBeCharged() {
        assertThat(ELSEWHERE.takesNoKey()).isTrue();
        assertThat(Endpoint.home(Provider.OLLAMA, Secret.NONE).takesNoKey()).isTrue();
        assertThat(Endpoint.home(Provider.OPENAI, Secret.NONE).takesNoKey()).isFalse();
        assertThat(new Endpoint(Provider.OPENAI, URI.create("https://openrouter.ai/api/v1"), Secret.of("k"))
                        .takesNoKey())
                .isFalse();
    }
}
