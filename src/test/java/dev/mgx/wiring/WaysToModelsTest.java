package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubRequest;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.task.AgentRole;
import dev.mgx.testing.LoopbackNames;
import dev.mgx.testing.OwnCertificate;
import dev.mgx.testing.TlsFront;
import dev.mgx.testing.WebProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How models are reached: through proxies, by certificates of one's own, with further headers, by any address of a host. */
@Timeout(60)
class WaysToModelsTest {
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");
    private static final String NAME = "mgx.example.com";

    @TempDir
    private Path folder;

    /** Asks the model that these settings choose, and closes it. */
    private String asked(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MGX_DATA_DIR", folder.toString());
        all.put("MGX_MODEL_PROFILE", "off");
        all.putIfAbsent("MGX_MODEL", "stub-model");
        Settings read = Settings.read(Map.of(), all, SettingsFile.NONE);
        ModelWiring.Chosen chosen = new ModelWiring(read, Clock.systemUTC()).choose();
        try {
            return chosen.source()
                    .usual()
                    .answer(PROMPT, AnswerLimits.DEFAULT, piece -> {})
                    .text();
        } finally {
            chosen.closing().close();
        }
    }

    private static StubRequest only(StubServer stub) {
        assertThat(stub.ledger().calls()).hasSize(1);
        return stub.ledger().calls().getFirst().request();
    }

    private static String at(String host, int port) {
        return "http://%s:%d/v1".formatted(host, port);
    }

    @ParameterizedTest
    @ValueSource(strings = {LoopbackNames.TWO_ADDRESSES, "my_llm", "localhost", "127.0.0.1"})
    void everyAddressOfAHostIsTriedAndItsNameIsSent(String host) throws Exception {
        try (StubServer stub = StubServer.start("")) {
            int port = stub.address().getPort();

            assertThat(asked(Map.of("MGX_LLM_BASE_URL", at(host, port)))).startsWith("=== FILE");

            assertThat(only(stub).header("host")).isEqualTo(host + ":" + port);
        }
    }

    @ParameterizedTest
    @CsvSource({"nobody.invalid, unknown host", "no_body, unknown host"})
    void aHostThatIsNotThereIsSaid(String host, String reason) {
        ModelFailed failed =
                catchThrowableOfType(ModelFailed.class, () -> asked(Map.of("MGX_LLM_BASE_URL", at(host, 8000))));

        assertThat(failed).hasMessage("No connection to the server at http://%s:8000/v1: %s", host, reason);
    }

    @Test
    void aProxyForwardsWhatIsNotEncrypted() throws Exception {
        try (StubServer stub = StubServer.start("");
                WebProxy proxy = new WebProxy("")) {
            asked(Map.of(
                    "MGX_LLM_BASE_URL",
                    at(NAME, stub.address().getPort()),
                    "http_proxy",
                    "http://127.0.0.1:" + proxy.port(),
                    "HTTP_PROXY",
                    "socks5://ignored:1"));

            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("POST http://" + NAME)
                    .doesNotContain("Proxy-Authorization");
        }
    }

    @Test
    void aProxyThatKnowsUsLeadsToAnEncryptedServerWhoseAuthorityIsOurs() throws Exception {
        OwnCertificate certificate = OwnCertificate.make(folder, NAME);
        try (StubServer stub = StubServer.start();
                TlsFront tls = new TlsFront(folder, stub.address().getPort());
                WebProxy proxy = new WebProxy(basic("agent:p@ss:word"))) {
            asked(Map.of(
                    "MGX_LLM_BASE_URL",
                    "https://%s:%d/v1".formatted(NAME, tls.port()),
                    "OPENAI_API_KEY",
                    stub.key(),
                    "MGX_CA_FILE",
                    certificate.certificate().toString(),
                    "HTTPS_PROXY",
                    "agent:p%%40ss:word@127.0.0.1:%d".formatted(proxy.port())));

            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT " + NAME)
                    .doesNotContain(stub.key());
            assertThat(only(stub).headers()).doesNotContainKey("proxy-authorization");
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The certificate is for the name, and the connection is made to one address. */
    @Test
    void everyAddressOfAnEncryptedHostIsTried() throws Exception {
        OwnCertificate certificate = OwnCertificate.make(folder, LoopbackNames.TWO_ADDRESSES);
        try (StubServer stub = StubServer.start("");
                TlsFront tls = new TlsFront(folder, stub.address().getPort())) {
            Map<String, String> settings = Map.of(
                    "MGX_LLM_BASE_URL",
                    "https://%s:%d/v1".formatted(LoopbackNames.TWO_ADDRESSES, tls.port()),
                    "MGX_CA_FILE",
                    certificate.certificate().toString());

            assertThat(asked(settings)).startsWith("=== FILE");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedAtEachAddress() throws Exception {
        OwnCertificate certificate = OwnCertificate.make(folder, NAME);
        try (StubServer stub = StubServer.start("");
                TlsFront tls = new TlsFront(folder, stub.address().getPort())) {
            Map<String, String> settings = Map.of(
                    "MGX_LLM_BASE_URL",
                    "https://%s:%d/v1".formatted(LoopbackNames.TWO_ADDRESSES, tls.port()),
                    "MGX_CA_FILE",
                    certificate.certificate().toString());

            assertThat(catchThrowable(() -> asked(settings)))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("No TLS connection")
                    .hasMessageContaining(LoopbackNames.TWO_ADDRESSES);
            assertThat(stub.ledger().calls()).isEmpty();
        }
    }

    @Test
    void anUnknownAuthorityIsSaidWithTheSettingThatHelps() throws Exception {
        OwnCertificate.make(folder, NAME);
        try (StubServer stub = StubServer.start("");
                TlsFront tls = new TlsFront(folder, stub.address().getPort())) {
            String base = "https://%s:%d/v1".formatted(NAME, tls.port());

            assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_BASE_URL", base))))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("MGX_CA_FILE");
            assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_BASE_URL", base, "MGX_MODEL", ""))))
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining("MGX_CA_FILE");
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate\n");
        String base = "https://llm.example.com/v1";

        assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_BASE_URL", base, "MGX_CA_FILE", empty.toString()))))
                .isInstanceOf(BadSetting.class)
                .hasMessage("MGX_CA_FILE is '%s', but it has no certificate (PEM, -----BEGIN CERTIFICATE-----)", empty);
        assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_BASE_URL", base, "MGX_CA_FILE", "/nowhere.pem"))))
                .hasMessage("MGX_CA_FILE is '/nowhere.pem', but there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatDoesNotKnowUsIsNamed(String scheme) throws Exception {
        try (WebProxy proxy = new WebProxy(basic("agent:password"))) {
            Map<String, String> settings = Map.of(
                    "MGX_LLM_BASE_URL",
                    scheme + "://llm.example.com/v1",
                    "HTTP_PROXY",
                    "http://127.0.0.1:" + proxy.port(),
                    "HTTPS_PROXY",
                    "http://127.0.0.1:" + proxy.port());

            assertThat(catchThrowable(() -> asked(settings)))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("proxy")
                    .hasMessageContaining("407");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamedWithoutItsPassword() {
        Map<String, String> settings = Map.of(
                "MGX_LLM_BASE_URL", "https://llm.example.com/v1", "HTTPS_PROXY", "http://agent:secret@127.0.0.1:1");

        assertThat(catchThrowable(() -> asked(settings)))
                .isInstanceOf(ModelFailed.class)
                .hasMessageStartingWith("No connection to the proxy http://127.0.0.1:1: ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Team: blue; X-Title: A, B and C; d|x-team=blue,x-title=A, B and C; d",
                "X-Team=blue,X-Site=https://a.example/?b=c|x-team=blue,x-site=https://a.example/?b=c",
                "HTTP-Referer: https://a.example, X-Team: blue|http-referer=https://a.example,x-team=blue",
                "Authorization: Basic YWdlbnQ6c2VjcmV0|authorization=Basic YWdlbnQ6c2VjcmV0",
                "Cookie: a=1; b=2|cookie=a=1; b=2"
            })
    void ownHeadersAreSent(String setting, String expected) throws Exception {
        try (StubServer stub = StubServer.start("")) {
            asked(Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1", "MGX_LLM_HEADERS", setting));

            for (String header : expected.split(",(?=[a-z-]+=)", -1)) {
                String[] parts = header.split("=", 2);
                assertThat(only(stub).header(parts[0])).isEqualTo(parts[1]);
            }
        }
    }

    /** They may be passwords: neither a recording of the call has them, nor what a server echoes. */
    @Test
    void ownHeadersAreToldNobodyElse() throws Exception {
        Path recording = folder.resolve("calls.jsonl");
        try (StubServer stub = StubServer.start("")) {
            Map<String, String> settings = Map.of(
                    "MGX_LLM_BASE_URL",
                    stub.address() + "/v1",
                    "MGX_LLM_HEADERS",
                    "X-Gateway: Bearer open-sesame-4711",
                    "MGX_LLM_RECORD",
                    recording.toString());
            asked(settings);
            stub.always(Behaviour.error(403, "", "X-Gateway may not be Bearer open-sesame-4711"));

            assertThat(catchThrowable(() -> asked(settings)))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("X-Gateway may not be")
                    .hasMessageNotContaining("sesame");
            assertThat(Files.readString(recording)).contains("stub").doesNotContain("sesame");
        }
    }

    @Test
    void anOwnHeaderIsTakenInsteadOfTheKey() throws Exception {
        try (StubServer stub = StubServer.start("")) {
            asked(Map.of(
                    "MGX_LLM_BASE_URL",
                    stub.address() + "/v1",
                    "OPENAI_API_KEY",
                    "sk-1234567890",
                    "MGX_LLM_HEADERS",
                    "Authorization: Bearer other"));

            assertThat(only(stub).header("authorization")).isEqualTo("Bearer other");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"blue-secret", "Host: evil-secret", "X-A: sécret", "Content-Length: 5", "=secret", ": secret"})
    void whatIsNoHeaderIsRefusedAndNotShown(String setting) {
        assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_HEADERS", setting))))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("MGX_LLM_HEADERS is not valid")
                .hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/deployments/coder?api-version=2024-10-21, /openai/deployments/coder/chat/completions?api-version=2024-10-21",
        "/openai/deployments/coder/chat/completions?api-version=1,"
                + " /openai/deployments/coder/chat/completions?api-version=1",
    })
    void azureIsAskedAtItsAddressesWithItsHeader(String path, String expected) throws Exception {
        try (StubServer stub = StubServer.start("")) {
            asked(Map.of("MGX_LLM_BASE_URL", stub.address() + path, "OPENAI_API_KEY", "azure-key", "MGX_MODEL", ""));

            assertThat(only(stub).path()).isEqualTo(expected);
            assertThat(only(stub).header("api-key")).isEqualTo("azure-key");
            assertThat(only(stub).headers()).doesNotContainKey("authorization");
            assertThat(only(stub).json().path("model").asString()).isEqualTo("coder");
        }
    }

    /** It is asked the other way once, and from then on at once. */
    @Test
    void aServerThatKnowsTheResponsesApiOnlyIsAskedByIt() throws Exception {
        try (StubServer stub = StubServer.start("").only("responses")) {
            Settings settings = Settings.read(
                    Map.of(),
                    Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1", "MGX_MODEL", "m", "MGX_MODEL_PROFILE", "off"),
                    SettingsFile.NONE);
            ModelWiring.Chosen chosen = new ModelWiring(settings, Clock.systemUTC()).choose();

            for (int i = 0; i < 2; i++) {
                assertThat(chosen.source()
                                .usual()
                                .answer(PROMPT, AnswerLimits.DEFAULT, piece -> {})
                                .text())
                        .startsWith("=== FILE");
            }
            chosen.closing().close();

            assertThat(stub.ledger().calls()).hasSize(2);
            assertThat(stub.ledger().others().stream().map(StubRequest::path)).containsExactly("/v1/chat/completions");
        }
    }

    @Test
    void anAddressThatLeadsNowhereIsSaidAsItWasAsked() throws Exception {
        try (StubServer stub = StubServer.start("").only("none")) {
            assertThat(catchThrowable(() -> asked(Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1"))))
                    .isInstanceOf(ModelFailed.class)
                    .hasMessageContaining("(404): not found");
            assertThat(stub.ledger().others().stream().map(StubRequest::path))
                    .isEqualTo(List.of("/v1/chat/completions", "/v1/responses"));
        }
    }
}
