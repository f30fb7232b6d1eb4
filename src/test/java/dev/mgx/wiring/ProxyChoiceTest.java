package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.ForwardProxy;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ProxyChoiceTest {
    private static @Nullable ForwardProxy chosen(String url, Map<String, String> settings) {
        return new ProxyChoice(Settings.read(Map.of(), settings, SettingsFile.NONE))
                .of(Endpoint.of(Provider.OPENAI, url, Secret.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "https://llm.example.com/v1, http://secure:3128",
        "http://llm.example.com/v1, http://plain:80",
        "http://my_llm:8000, http://plain:80",
        "http://localhost:8000,",
        "https://127.0.0.1:8000,",
        "http://[::1]:8000,",
    })
    void theSchemeDecides(String url, String expected) {
        ForwardProxy proxy = chosen(url, Map.of("HTTPS_PROXY", "http://me:secret@secure:3128/", "HTTP_PROXY", "plain"));

        assertThat(proxy == null ? null : proxy.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|llm.example.com|true",
                "llm.example.com|llm.example.com|true",
                "LLM.example.COM|llm.Example.com|true",
                "example.com|llm.example.com|true",
                ".example.com|llm.example.com|true",
                "*.example.com|llm.example.com|true",
                "a.org, example.com|llm.example.com|true",
                "ample.com|llm.example.com|false",
                "llm.example.com.evil.org|llm.example.com|false",
                "example.com:8443|llm.example.com:8443|true",
                "example.com:443|llm.example.com|true",
                "example.com:80|llm.example.com|false",
                "10.0.0.0/8|10.1.2.3|true",
                "10.1.2.3|10.1.2.3|true",
                "10.1.2.3:443|10.1.2.3|true",
                "10.0.0.0/8|11.1.2.3|false",
                "10.0.0.0/99|10.1.2.3|false",
                "fd00::/8|[fd12::1]|true",
                "[fd12::1]|[fd12::1]|true",
                "fd12::1|[fd12::1]|true",
                "fd12::/16|10.1.2.3|false",
                "my_llm|my_llm|true",
            })
    void exceptionsAreReadAsCurlReadsThem(String exceptions, String host, boolean excepted) {
        ForwardProxy proxy =
                chosen("https://" + host + "/v1", Map.of("https_proxy", "http://proxy:3128", "no_proxy", exceptions));

        assertThat(proxy == null).isEqualTo(excepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://me:secret@proxy:1080", "https://me:secret@proxy", "http://", "a secret b"})
    void aProxyThatCannotBeUsedIsSaidWhereItWouldBe(String proxy) {
        assertThatThrownBy(() -> chosen("https://llm.example.com", Map.of("HTTPS_PROXY", proxy)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("HTTPS_PROXY is no proxy that can be used: ")
                .hasMessageEndingWith("or NO_PROXY to llm.example.com")
                .hasMessageNotContaining("secret");
        assertThat(chosen("http://llm.example.com", Map.of("HTTPS_PROXY", proxy)))
                .isNull();
    }

    @Test
    void theLowerCaseGoesFirst() {
        assertThat(chosen("https://llm.example.com", Map.of("https_proxy", "lower:1", "HTTPS_PROXY", "upper:1")))
                .hasToString("http://lower:1");
    }
}
