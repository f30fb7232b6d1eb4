package dev.mgx.server.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.server.Served;
import dev.mgx.service.ServiceLimits;
import dev.mgx.service.ServiceProgram;
import dev.mgx.service.ServicePrograms;
import dev.mgx.service.Services;
import dev.mgx.task.TaskOptions;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The preview of a program that runs in the real sandbox, and would like to reach more than its own origin. */
@Timeout(60)
class PreviewTest {
    private static final String PROGRAM = """
            import base64, hashlib, http.server, json, os
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
                    if self.headers["Upgrade"] == "websocket":
                        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
                        self.send_response(101)
                        self.send_header("Upgrade", "websocket")
                        self.send_header("Connection", "Upgrade")
                        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
                        self.end_headers()
                        head = self.rfile.read(6)
                        length = head[1] & 127
                        text = bytes(each ^ head[2 + i % 4] for i, each in enumerate(self.rfile.read(length)))
                        self.wfile.write(bytes([129, length]) + text.upper())
                        self.close_connection = True
                        return
                    self.answer(json.dumps({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}}))
                def do_POST(self):
                    self.answer(json.dumps({"bytes": len(self.rfile.read(int(self.headers["Content-Length"])))}))
                def answer(self, text):
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.send_header("Set-Cookie", "mine=1; Domain=localhost; Path=/")
                    self.send_header("Set-Cookie", "mgx_preview=stolen")
                    self.send_header("Content-Security-Policy", "default-src *")
                    self.send_header("Service-Worker-Allowed", "/")
                    self.end_headers()
                    self.wfile.write(text.encode())
            http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
            """;

    private static Sandbox sandbox;
    private static Services services;
    private static Served server;
    private static String task;
    private static String other;

    /** Where it is reached, without the ticket. */
    private static String host;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
        ServicePrograms programs = new ServicePrograms() {
            @Override
            public boolean isService(String taskId) {
                return taskId.equals(task);
            }

            @Override
            public Optional<ServiceProgram> program(String taskId) {
                return Optional.of(new ServiceProgram("exec python3 a.py", 8000, Map.of("a.py", PROGRAM), List.of()));
            }

            @Override
            public boolean mayRun(String taskId) {
                return true;
            }
        };
        services = new Services(
                programs,
                sandbox,
                new ServiceLimits(1, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5)),
                InstantSource.system(),
                MonotonicClock.SYSTEM);
        server = new Served(
                folder, run -> Served.done("done"), Served.QUICK, new PreviewOptions(services, Optional.empty()));
        task = server.store()
                .tasks()
                .create("listens", "a program that listens", TaskOptions.DEFAULT)
                .id();
        other = server.store()
                .tasks()
                .create("other", "another", TaskOptions.DEFAULT)
                .id();
        host = "app-%s.localhost:%d".formatted(task, server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
        services.close();
        sandbox.close();
    }

    private static HttpResponse<String> call(String method, String host, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString(
                                method.equals("POST") && !host.isEmpty() ? "x".repeat(200_000) : ""));
        if (!host.isEmpty()) {
            request.header("Host", host);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode services(String method, String action) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%d/api/tasks/%s/services%s".formatted(server.port(), task, action)))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.readTree(answer.body()).get(0);
    }

    /** The cookie of somebody who followed a link of the server. */
    private static String visitor() throws IOException, InterruptedException {
        JsonNode service = services("POST", "/app/start");
        assertThat(service.path("status").asString()).as(service.toString()).isEqualTo("running");
        URI link = URI.create(service.path("url").asString());
        assertThat(link.getAuthority()).isEqualTo(host);
        HttpResponse<String> welcome = call("GET", host, "/a?b=c&" + link.getQuery());
        assertThat(welcome.statusCode()).isEqualTo(303);
        assertThat(welcome.headers().firstValue("Location")).hasValue("/a?b=c");
        String cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("Domain");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void whoHasALinkSeesTheProgramAndItSeesNothingOfTheServer() throws Exception {
        String cookie = visitor();
        HttpResponse<String> answer = call("GET", host, "/a?b=c", "Cookie", "own=2; " + cookie);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode seen = Json.readTree(answer.body());
        assertThat(seen.path("path").asString()).isEqualTo("/a?b=c");
        assertThat(seen.path("headers").path("cookie").asString()).isEqualTo("own=2");
        assertThat(seen.path("headers").path("host").asString()).isEqualTo(host);
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("mine=1; Path=/");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("connect-src 'self' ws://" + host, "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("*");
        assertThat(answer.headers().firstValue("Service-Worker-Allowed")).isEmpty();
        assertThat(Json.readTree(call("POST", host, "/", "Cookie", cookie).body())
                        .path("bytes")
                        .asInt())
                .isEqualTo(200_000);
    }

    @Test
    void whoHasNoneIsRefused() throws Exception {
        String cookie = visitor();
        String link = URI.create(services("GET", "").path("url").asString()).getQuery();
        String otherHost = host.replace(task, other);

        assertThat(call("GET", host, "/").statusCode()).isEqualTo(403);
        assertThat(call("GET", host, "/", "Cookie", cookie + "x").statusCode()).isEqualTo(403);
        assertThat(call("GET", host, "/?" + link + "x").statusCode()).isEqualTo(403);
        assertThat(call("GET", host, "/", "Cookie", "mgx_preview=" + link.substring(link.indexOf('=') + 1))
                        .statusCode())
                .as("a link is no visit")
                .isEqualTo(403);
        assertThat(call("GET", otherHost, "/?" + link).statusCode())
                .as("of another task")
                .isEqualTo(403);
        assertThat(call("GET", otherHost, "/", "Cookie", cookie).statusCode()).isEqualTo(403);
    }

    @Test
    void otherPagesAndServiceWorkersAreRefused() throws Exception {
        String cookie = visitor();

        assertThat(call("POST", host, "/", "Cookie", cookie, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", host, "/", "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", host, "/", "Cookie", cookie, "Service-Worker", "script")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(
                                "GET",
                                host,
                                "/",
                                "Cookie",
                                cookie,
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Sec-Fetch-Mode",
                                "navigate")
                        .statusCode())
                .as("a link that was followed")
                .isEqualTo(200);
    }

    @Test
    void thePreviewReachesNothingOfTheServersApi() throws Exception {
        String cookie = visitor();
        String origin = "http://" + host;

        assertThat(Json.readTree(call("GET", host, "/api/tasks", "Cookie", cookie)
                                .body())
                        .path("path")
                        .asString())
                .as("at its own origin it is the program that answers")
                .isEqualTo("/api/tasks");
        assertThat(call("GET", "", "/api/tasks", "Origin", origin).statusCode()).isEqualTo(403);
        assertThat(call("POST", "", "/api/tasks", "Origin", origin).statusCode())
                .isEqualTo(403);
    }

    @Test
    void webSocketsPass() throws Exception {
        String cookie = visitor();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("""
                            GET /ws HTTP/1.1\r
                            Host: %s\r
                            Origin: http://%s\r
                            Cookie: %s\r
                            Upgrade: websocket\r
                            Connection: Upgrade\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            \r
                            """.formatted(host, host, cookie).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(head(in)).startsWith("HTTP/1.1 101").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x83, 0, 0, 0, 0, 't', 'e', 'a'});
            assertThat(new String(in.readNBytes(5), StandardCharsets.ISO_8859_1))
                    .isEqualTo("\u0081\u0003TEA");
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    @Test
    void whatDoesNotRunSaysSo() throws Exception {
        String cookie = visitor();
        JsonNode stopped = services("POST", "/app/stop");

        assertThat(stopped.path("status").asString()).isEqualTo("stopped");
        assertThat(stopped.path("url").isNull()).isTrue();
        HttpResponse<String> answer = call("GET", host, "/", "Cookie", cookie);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Start it on the page of its task");
        assertThat(call("POST", "", "/api/tasks/%s/services/app/start".formatted(other))
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "", "/api/tasks/%s/services/web/start".formatted(task))
                        .statusCode())
                .isIn(404, 422);
    }
}
