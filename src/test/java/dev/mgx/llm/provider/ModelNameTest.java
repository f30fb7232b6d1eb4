package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.http.SentRequest;
import dev.mgx.task.AgentRole;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of a task is named by a request: whatever that says, the key goes to the same address. */
@Timeout(20)
class ModelNameTest {
    private static final List<String> NAMES = List.of(
            "../../../elsewhere",
            "..",
            "@thief.example",
            "x?alt=json&key=",
            "x#fragment",
            "//thief.example/x",
            "http://thief.example/x",
            "\\\\thief.example",
            "with space",
            "new\r\nline",
            "%2e%2e/%2e%2e",
            "ä🙂");

    static Stream<Arguments> names() {
        return Arrays.stream(Provider.values())
                .flatMap(provider -> NAMES.stream().map(name -> Arguments.of(provider, name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void leadsNowhereElse(Provider provider, String name) {
        String usual = uri(provider, "usual").toString();
        int at = usual.indexOf("usual");
        if (at < 0) {
            assertThat(uri(provider, name)).hasToString(usual);
            return;
        }
        assertThat(uri(provider, name).toString())
                .startsWith(usual.substring(0, at))
                .endsWith(usual.substring(at + "usual".length()));
        assertThat(uri(provider, name).toString().substring(at).replace("?alt=sse", ""))
                .matches("[A-Za-z0-9._~%*:-]+");
    }

    private static URI uri(Provider provider, String model) {
        Endpoint endpoint = Endpoint.home(provider, Secret.of("key-of-somebody"));
        Prompt prompt = new Prompt(AgentRole.ENGINEER, "You write.", "Write.");
        return URI.create(SentRequest.of(Dialects.of(endpoint).request(endpoint, model, prompt, AnswerLimits.DEFAULT))
                .uri());
    }
}
