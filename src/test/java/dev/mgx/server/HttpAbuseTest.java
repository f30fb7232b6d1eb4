package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.server.http.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpAbuseTest {
    private static final String JSON = "Content-Type: application/json\r\n";

    /** One second for headers or a body. */
    private static final HttpLimits IMPATIENT =
            new HttpLimits(64 * 1024, 8 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5));

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        ServerOptions quick = Served.QUICK;
        served = new Served(
                folder,
                run -> Served.done("Built"),
                new ServerOptions(
                        quick.host(),
                        quick.port(),
                        IMPATIENT,
                        quick.webSocket(),
                        quick.intake(),
                        quick.origins(),
                        quick.monotonic()));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Sends bytes and reads until the server ends the connection. */
    private static String exchange(String sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String post(String headers, String body) throws IOException {
        return exchange(
                "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n" + body);
    }

    private static String get(String headers) throws IOException {
        return exchange("GET /health HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
    }

    @Test
    void endsAConnectionThatSendsNothing() throws Exception {
        assertThat(exchange("")).isEmpty();
    }

    @Test
    void endsAConnectionThatSendsHalfAHead() throws Exception {
        assertThat(exchange("GET /health HTTP/1.1\r\nHost: loc")).isEmpty();
    }

    @Test
    void endsAConnectionThatIsNotUsedAgain() throws Exception {
        assertThat(exchange("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("\"healthy\"");
    }

    @Test
    void answers408ToHalfABody() throws Exception {
        assertThat(post(JSON + "Content-Length: 100\r\n", "{\"input_")).startsWith("HTTP/1.1 408");
    }

    @Test
    void answersManyRequestsOnOneConnectionAlsoAfterErrors() throws Exception {
        String request = "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String answers = exchange(request.formatted("nothing") + request.formatted("health") + request.formatted("x"));
        assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(3);
        assertThat(answers).contains("HTTP/1.1 200");
    }

    @Test
    void refusesABodyThatIsTooLongHoweverItIsSent() throws Exception {
        String body = "{\"input_prompt\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(post(JSON + "Content-Length: " + body.length() + "\r\n", body))
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "65536");
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(post(JSON + "Transfer-Encoding: chunked\r\n", chunked)).startsWith("HTTP/1.1 413");
        assertThat(post(JSON + "Content-Length: 99999999999999\r\n", "{")).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: application/jsonp\r\n",
                "Content-Type: application/json; charset=latin1\r\n"
            })
    void refusesABodyThatIsNotJsonByItsType(String type) throws Exception {
        assertThat(post(type + "Content-Length: 2\r\n", "{}")).startsWith("HTTP/1.1 415");
        assertThat(exchange("POST /api/tasks/x/run HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + type
                        + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip", "deflate"})
    void refusesABodyThatIsCompressed(String encoding) throws Exception {
        String answer = post(JSON + "Content-Encoding: " + encoding + "\r\nContent-Length: 2\r\n", "{}");

        assertThat(answer).startsWith("HTTP/1.1 415").contains("without a Content-Encoding");
    }

    @Test
    void takesJsonInUtf8() throws Exception {
        String body = "{\"input_prompt\":\"x\"}";
        assertThat(post("Content-Type: Application/JSON; charset=\"UTF-8\"\r\nContent-Length: 20\r\n", body))
                .startsWith("HTTP/1.1 201");
        assertThat(post(JSON + "Content-Encoding: identity\r\nContent-Length: 20\r\n", body))
                .startsWith("HTTP/1.1 201");
        assertThat(post(JSON + "Content-Length: 20\r\n", body.replace('x', '\u00ff')))
                .startsWith("HTTP/1.1 422");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host: localhost                                            | 200
            Host: LOCALHOST:1                                          | 200
            Host: 127.0.0.1:8000                                       | 200
            Host: [::1]:8000                                           | 200
            Host: evil.example                                         | 403
            Host: localhost.evil.example                               | 403
            Host: 0.0.0.0                                              | 403
            Host:                                                      | 403
            X: y                                                       | 400
            Host: localhost~Host: localhost                            | 400
            Host: localhost~Origin: http://localhost                   | 200
            Host: localhost~Origin: http://localhost:3000              | 200
            Host: localhost~Origin: http://localhost:4000              | 403
            Host: localhost~Origin: null                               | 403
            """)
    void admitsItsOwnNamesAndKnownOrigins(String headers, int status) throws Exception {
        assertThat(get(headers.replace("~", "\r\n") + "\r\n")).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /health         | Sec-Fetch-Site: none                                                          | 200
            GET /health         | Sec-Fetch-Site: same-origin                                                   | 200
            GET /health         | Sec-Fetch-Site: cross-site                                                    | 403
            GET /health         | Sec-Fetch-Site: same-site                                                     | 403
            GET /health         | Sec-Fetch-Site: what                                                          | 403
            GET /health         | Sec-Fetch-Site: none~Sec-Fetch-Site: cross-site                               | 403
            GET /health         | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate~Sec-Fetch-Dest: document   | 403
            GET /               | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate~Sec-Fetch-Dest: document   | 200
            GET /               | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate~Sec-Fetch-Dest: iframe     | 403
            POST /              | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate~Sec-Fetch-Dest: document   | 403
            GET /api/tasks      | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: no-cors~Sec-Fetch-Dest: image       | 403
            GET /api/tasks      | Sec-Fetch-Site: same-site~Origin: http://localhost:3000                       | 200
            GET /api/tasks      | Sec-Fetch-Site: cross-site~Origin: http://localhost:4000                      | 403
            OPTIONS /api/tasks  | Sec-Fetch-Site: same-site~Origin: http://localhost:3000                       | 204
            POST /api/tasks/x/run | Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: no-cors                          | 403
            GET /api/tasks/x/events/stream | Sec-Fetch-Site: cross-site                                         | 403
            """)
    void aPageOfAnotherSiteMayOnlyOpenThePage(String request, String headers, int status) throws Exception {
        assertThat(exchange(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + headers.replace("~", "\r\n") + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aPageOfAnotherSiteOpensNoWebSocket() throws Exception {
        assertThat(exchange(
                        ("GET /ws/tasks/nobody HTTP/1.1~Host: localhost~Upgrade: websocket~Connection: Upgrade, close~"
                                        + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~"
                                        + "Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: websocket~~")
                                .replace("~", "\r\n")))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health", "GET /nothing", "GET /", "OPTIONS /api/tasks", "nonsense"})
    void noResponseMayBePartOfAnotherSitesPage(String request) throws Exception {
        assertThat(exchange(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsIgnoringCase("cross-origin-resource-policy: same-origin\r\n")
                .containsIgnoringCase("cross-origin-opener-policy: same-origin\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost~X-Folded: a~ b~~",
                "Host: localhost~X-Folded: a~\tb~~",
                "Host: localhost~X-Folded:~ ~~",
                "Host: localhost~Content-Length: 0~ 0~~",
                " Host: localhost~~",
            })
    void aHeaderDoesNotGoOnInAnotherLine(String headers) throws Exception {
        String request = "GET /health HTTP/1.1~".concat(headers).replace("~", "\r\n");
        assertThat(exchange(request)).containsPattern("^HTTP/1\\.[01] 400").contains("another line");
        assertThat(exchange("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + request))
                .contains("HTTP/1.1 200", " 400 ", "another line");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(15_000);
            for (byte each : request.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(each);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("another line");
        }
    }

    @Test
    void aBodyMayHaveLinesThatBeginWithABlank() throws Exception {
        String body = "{\r\n \"input_prompt\":\r\n\t\"x\"}";
        assertThat(post(JSON + "Content-Length: " + body.length() + "\r\n", body))
                .startsWith("HTTP/1.1 201");
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(post(JSON + "Transfer-Encoding: chunked\r\n", chunked)).startsWith("HTTP/1.1 201");
        String kept = "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n"
                + chunked;
        assertThat(exchange(kept + kept).split("HTTP/1.1 201", -1)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked~Transfer-Encoding: chunked",
                "Transfer-Encoding: gzip~Content-Length: 2",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding:",
            })
    void takesNoTransferEncodingButChunked(String header) throws Exception {
        String smuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(exchange("POST /api/tasks HTTP/1.1\r\nHost: localhost\r\n" + JSON + header.replace("~", "\r\n")
                        + "\r\n\r\n{}\r\n" + smuggled))
                .containsPattern("^HTTP/1\\.[01] 400")
                .doesNotContain("healthy");
    }

    @Test
    void tellsABrowserWhatAKnownOriginMay() throws Exception {
        assertThat(get("Host: localhost\r\nOrigin: http://localhost:3000\r\n").toLowerCase(Locale.ROOT))
                .contains(
                        "access-control-allow-origin: http://localhost:3000",
                        "access-control-allow-credentials: true",
                        "vary: origin");
        String preflight = """
                OPTIONS /api/tasks HTTP/1.1
                Host: localhost
                Connection: close
                Origin: http://localhost:3000
                Access-Control-Request-Method: POST

                """;
        assertThat(exchange(preflight.replace("\n", "\r\n")).toLowerCase(Locale.ROOT))
                .startsWith("http/1.1 204")
                .contains(
                        "access-control-allow-methods: get, post",
                        "access-control-allow-headers: content-type",
                        "access-control-allow-credentials: true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-requested-with                | x-requested-with
            x-a, authorization,X-Trace_Id   | x-a, authorization,X-Trace_Id
            x-a; y                          | Content-Type, Authorization, Last-Event-ID
            x-a,                            | Content-Type, Authorization, Last-Event-ID
            """)
    void aKnownOriginMaySendAnyHeaderThatItAsksFor(String asked, String allowed) throws Exception {
        String preflight = "OPTIONS /api/tasks/x/events/stream HTTP/1.1~Host: localhost~Connection: close"
                + "~Origin: http://localhost:3000~Access-Control-Request-Method: GET"
                + "~Access-Control-Request-Headers: " + asked + "~~";
        assertThat(exchange(preflight.replace("~", "\r\n")))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-headers: " + allowed + "\r\n")
                .containsIgnoringCase("vary: Origin, Access-Control-Request-Headers")
                .containsIgnoringCase("access-control-allow-credentials: true");
        assertThat(exchange(
                        preflight.replace("localhost:3000", "localhost:3999").replace("~", "\r\n")))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("access-control");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health HTTP/1.1~Host: localhost~X: LONG~~, 431",
        "GET /LONG HTTP/1.1~Host: localhost~~, 414",
        "GET /health HTTP/1.1~Host: localhost~no colon~~, 400",
        "nonsense~~, 400",
        "GET /health HTTP/1.1~Host: localhost~Content-Length: -1~~, 400",
        "GET /api/artifacts/x/../../health HTTP/1.1~Host: localhost~Connection: close~~, 400",
        "GET /api/tasks/%zz HTTP/1.1~Host: localhost~Connection: close~~, 400",
        "GET /api/tasks?page=%zz HTTP/1.1~Host: localhost~Connection: close~~, 422",
    })
    void answersWhatIsNoRequest(String request, int status) throws Exception {
        String sent = request.replace("~", "\r\n").replace("LONG", "x".repeat(9_000));
        assertThat(exchange(sent)).containsPattern("^HTTP/1\\.[01] " + status).contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "'X: no key', 400",
        "'Sec-WebSocket-Key: ', 400",
        "'Sec-WebSocket-Key: x', 400",
        "'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ', 400", // without its padding
        "'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j', 400", // 15 bytes
        "'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWE=', 400", // 17 bytes
        "'Sec-WebSocket-Key: dGhl-HNhbXBsZSBub25jZQ==', 400",
        "'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 400",
    })
    void opensNoWebSocketWithoutAKeyOfSixteenBytes(String key, int status) throws Exception {
        String handshake =
                "GET /ws/tasks/nobody HTTP/1.1~Host: localhost~Upgrade: websocket~Connection: Upgrade, close~"
                        + "Sec-WebSocket-Version: 13~" + key + "~~";
        assertThat(exchange(handshake.replace("~", "\r\n")))
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json", "16 bytes in base64");
    }

    /** What arrives where a proxy does not pass on all of a handshake. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, Connection: close, 426",
        "HTTP/1.0, 'Upgrade: websocket~Connection: Upgrade, close', 426",
        "HTTP/1.1, Upgrade: websocket~Connection: close, 400",
    })
    void aHandshakeThatAProxyMadeNoneOfIsToldTheTwoHeaders(String version, String headers, int status)
            throws Exception {
        String request = "GET /ws/tasks/nobody " + version + "~Host: localhost~Sec-WebSocket-Version: 13~"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~" + headers + "~~";
        assertThat(exchange(request.replace("~", "\r\n")))
                .containsPattern("^HTTP/1\\.[01] " + status)
                .contains("the two headers Upgrade and Connection");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, keys",
        "no.such.host.invalid, unknown host",
    })
    void refusesToListenWhereEverybodyCouldCall(String host, String why) {
        assertThatThrownBy(() -> {
                    try (Served other =
                            new Served(folder.resolve("other"), run -> Served.done(""), ServerOptions.on(host, 0))) {
                        assertThat(other).as("never starts").isNull();
                    }
                })
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining(why);
    }

    @Test
    void saysThatAPortIsInUse() {
        assertThatThrownBy(() -> {
                    try (Served other = new Served(
                            folder.resolve("another"),
                            run -> Served.done(""),
                            ServerOptions.on("127.0.0.1", served.port()))) {
                        assertThat(other).as("never starts").isNull();
                    }
                })
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("in use");
    }
}
