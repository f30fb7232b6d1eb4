package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class EndpointTest {
    private static Endpoint endpoint(String address) {
        return Endpoint.of(Provider.OPENAI, address, Secret.of("sk-1234567890abcdef"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000/v1, http://127.0.0.1:8000/v1/chat/completions",
        "http://127.0.0.1:8000/v1/, http://127.0.0.1:8000/v1/chat/completions",
        "http://127.0.0.1:8000/v1/chat/completions, http://127.0.0.1:8000/v1/chat/completions",
        "http://my_llm:8000/v1/responses, http://my_llm:8000/v1/chat/completions",
        "http://my_llm, http://my_llm/chat/completions",
        "https://one.openai.azure.com, https://one.openai.azure.com/openai/v1/chat/completions",
        "https://one.openai.azure.com/, https://one.openai.azure.com/openai/v1/chat/completions",
        "https://one.services.ai.azure.com/openai/v1, https://one.services.ai.azure.com/openai/v1/chat/completions",
        "https://a.example/openai/deployments/d?api-version=1,"
                + " https://a.example/openai/deployments/d/chat/completions?api-version=1"
    })
    void theAddressIsWhatPeopleCopy(String given, String asked) {
        assertThat(endpoint(given).at("/chat/completions")).hasToString(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "https://one.openai.azure.com, true",
        "https://gateway.example/openai/deployments/d, true",
        "https://api.groq.com/openai/v1, false",
        "https://openai.azure.com.example/v1, false",
        "https://api.openai.com/v1, false"
    })
    void azureIsKnownByItsAddress(String given, boolean azure) {
        assertThat(endpoint(given).isAzure()).isEqualTo(azure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "llm:8000",
                "ftp://llm/v1",
                "http:///v1",
                "http://a b/v1",
                "http://me@llm/v1",
                "http://llm/v1#a",
                "http://my_llm:port/v1",
                "http://:8000"
            })
    void whatIsNoAddressIsRefused(String given) {
        assertThatThrownBy(() -> endpoint(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a base URL is http://HOST or https://HOST");
    }

    @Test
    void nothingSecretIsShown() {
        Endpoint endpoint = endpoint("https://llm.example/v1")
                .with(Map.of(
                        "Authorization",
                        Secret.ofHeader("Bearer token-of-somebody"),
                        "X-Team",
                        Secret.ofHeader("blue")));

        assertThat(endpoint.redact("sk-1234567890abcdef, Bearer token-of-somebody and token-of-somebody of blue"))
                .isEqualTo("(key), (header) and (header) of blue");
        assertThat(endpoint.toString()).doesNotContain("somebody", "sk-1234");
    }
}
