package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.cli.StubSocketServer;
import dev.mgx.client.MgxClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user and a password in the address of the server, which a proxy before it asks for. */
@Timeout(30)
class CredentialsTest {
    private static final String ID = "01999999-aaaa-7bbb-8ccc-dddddddddddd";
    private static final String HTML = "<html><h1>A proxy</h1></html>";

    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI() + " "
                    + Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "-"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "ada:secret@, Basic YWRhOnNlY3JldA==", // ada:secret
        "ada@, Basic YWRhOg==", // ada:
        "a%20da:p%3Aw%C3%BC@, Basic YSBkYTpwOnfDvA==", // a da:p:wü
        "'', -",
    })
    void goWithEveryRequest(String user, String header) throws Exception {
        try (MgxClient api = new MgxClient(ServerAddress.of("http://" + user + authority() + "/mgx/"))) {
            api.get("/health");
            api.create(Map.of());
            api.download("x");
        }
        assertThat(requests)
                .containsExactly(
                        "/mgx/health " + header, "/mgx/api/tasks " + header, "/mgx/api/tasks/x/download " + header);
    }

    @Test
    void goWithTheWebSocket() throws Exception {
        try (StubSocketServer socket = new StubSocketServer(connection ->
                        connection.send("{\"type\":\"state\",\"data\":{}}").close(1000));
                MgxClient api =
                        new MgxClient(URI.create(socket.address().toString().replace("//", "//ada:secret@")))) {
            api.watch(ID, 0, event -> {}).untilOver();
            assertThat(socket.heads().getFirst()).contains("Authorization: Basic YWRhOnNlY3JldA==");
        }
    }

    @Test
    void areNotPrintedWithWhatACommandSuggests() {
        answer = "{\"items\":[{\"id\":\"%s\",\"status\":\"RUNNING\"}],\"total\":1,\"total_pages\":1}".formatted(ID);
        Output output =
                new Shell(folder, Map.of()).mgx("approve", "01999999", "--server", "http://ada:secret@" + authority());
        assertThat(output.exitCode()).as(output.err()).isZero();
        assertThat(output.out())
                .contains("mgx watch 01999999 --server http://" + authority())
                .doesNotContain("secret", "ada");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | ''          | wants a user and a password in its address: http://user:password@… | 1
            401 | ada:secret@ | does not take the user and the password in its address        | 1
            502 | ada:secret@ | or a proxy cannot reach the one behind it (HTTP 502)         | 2
            404 | ada:secret@ | is not an MGX Engine server                                  | 2
            200 | ada:secret@ | is not an MGX Engine server                                  | 2
            """)
    void whatAProxyAnswersIsSaidWithoutThem(int code, String user, String sentence, int exitCode) {
        status = code;
        answer = HTML;
        Output output = new Shell(folder, Map.of()).mgx("tasks", "--server", "http://" + user + authority());
        assertThat(output.err()).contains("http://" + authority(), sentence).doesNotContain("secret", "ada");
        assertThat(output.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void areNotPrintedWhereNobodyAnswers() {
        Output output = new Shell(folder, Map.of()).mgx("tasks", "--server", "ada:secret@127.0.0.1:1");
        assertThat(output.err())
                .contains("http://127.0.0.1:1 (connection refused)")
                .doesNotContain("secret", "ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ada:12/secret@h", "http://ada:se@secret@h", "http://ada:se#secret@h"})
    void anAddressThatIsNoneIsRefusedWithoutThem(String address) {
        assertThatThrownBy(() -> ServerAddress.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a server address")
                .message()
                .doesNotContain("secret");
    }
}
