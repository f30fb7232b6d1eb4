package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.http.ApiDescription;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.http.Route;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.server.ws.WebSocketEndpoint;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route with valid and invalid input: the response is a described one, and the server keeps working. */
@Timeout(60)
class RouteTableTest {
    /** The bodies for routes that need one; the others accept none or an empty one. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /api/tasks", "{\"title\":\"T\",\"input_prompt\":\"Build it\"}",
            "PATCH /api/tasks/{id}", "{\"title\":\"New\"}",
            "POST /api/tasks/{id}/edit", "{\"file_path\":\"src/A.java\",\"instruction\":\"Say hello\"}",
            "POST /api/artifacts/{id}/{path…}/restore", "{\"version\":1}",
            "POST /api/tasks/{id}/messages", "{\"content\":\"More\"}",
            "POST /api/tasks/{id}/approval", "{\"approved\":true}");

    private static final Set<String> WITHOUT_BODY = Set.of("GET");

    /** Rejections before routing, described like any others. */
    private static final Set<Integer> BEFORE_ROUTES = Set.of(414, 431);

    @TempDir
    static Path folder;

    private static Served served;
    private static ApiDescription api;

    @BeforeAll
    static void start() throws Exception {
        HttpLimits quick = Served.QUICK.http();
        ServerOptions options = new ServerOptions(
                "127.0.0.1",
                0,
                new HttpLimits(
                        1024 * 1024,
                        quick.maxHeaderBytes(),
                        quick.headTimeout(),
                        Duration.ofSeconds(20),
                        quick.writeTimeout()),
                Served.QUICK.webSocket(),
                IntakeLimits.DEFAULT,
                OriginPolicy.NONE,
                System::nanoTime);
        served = new Served(
                folder,
                run -> {
                    run.step("write", String.class, step -> {
                        step.conclude(EventDraft.of(EventType.MESSAGE, "Changed src/A.java")
                                .by(AgentRole.EDITOR)
                                .file("src/A.java")
                                .diff("+a\n"));
                        step.save(new ArtifactDraft("src/A.java", "class A {}", AgentRole.EDITOR));
                        step.save(new ArtifactDraft("mgx.json", "{}", AgentRole.ARCHITECT));
                        return "done";
                    });
                    return Served.done("Built");
                },
                options);
        api = ApiDescription.whole();
    }

    @AfterAll
    static void isUnharmedAfterAll() throws Exception {
        try {
            assertThat(served.get("/health").body()).contains("\"healthy\"");
            assertThat(served.get("/api/tasks/" + built() + "/state").body()).contains("\"SUCCEEDED\"");
            assertThat(served.streams().watchers()).isZero();
        } finally {
            served.close();
        }
    }

    private static String built() throws Exception {
        String id = served.create();
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    /** All but the one that takes no JSON: see UploadTest. */
    static Stream<Route> routes() {
        return served.server().routes().stream().filter(route -> !route.method().equals("PUT"));
    }

    /** The route's path with these values for its variables. */
    private static String path(Route route, String id, String file) {
        String name = !file.contains("/") ? file : route.text().startsWith("/problems/") ? "queue-full" : "app";
        String ends = route.text().equals("/api/events/stream") ? "?wait=0" : ""; // or it never does
        return route.text().replace("{id}", id).replace("{path…}", file).replace("{name}", name) + ends;
    }

    private static @Nullable String body(Route route) {
        return BODIES.get(route.method() + " " + route.text());
    }

    /** The response is a described one, and no server error. */
    private static void assertDescribed(Route route, HttpResponse<String> answer) {
        int status = answer.statusCode();
        String path = ApiDescription.path(route);
        assertThat(status).as("%s %s: %s", route.method(), path, answer.body()).isLessThan(500);
        assertThat(BEFORE_ROUTES.contains(status) || api.names(route.method(), path, status))
                .as("%s %s answered %d: %s", route.method(), path, status, answer.body())
                .isTrue();
        if (!answer.body().isEmpty()) {
            String type = answer.headers().firstValue("Content-Type").orElse("");
            assertThat(api.flaws(route.method(), path, status, type, answer.body()))
                    .as("%s %s answered %d %s", route.method(), path, status, answer.body())
                    .isEmpty();
        }
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesAParameterThatAPathDoesNotHave(Route route) throws Exception {
        HttpResponse<String> answer = served.send(
                route.method(),
                path(route, built(), "src/A.java").replaceAll("[?].*", "") + "?sinceEventId=40",
                body(route));
        if (route.text().matches("/(api|ws)/.*")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"sinceEventId\"", "is not a parameter of this path");
        } else { // what balancers and browsers add harms nothing
            assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(422);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void answersGoodInputAsDescribed(Route route) throws Exception {
        HttpResponse<String> answer = served.send(route.method(), path(route, built(), "src/A.java"), body(route));
        assertDescribed(route, answer);
        if (!route.text().matches(".*(/approval|/source|/services/.*|/assets/.*|/frames/.*|/stop|/ws/.*)")) {
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
        if (!route.text().endsWith("/events/stream")) { // it would wait for a run
            String pending = path(route, served.create(), "src/A.java");
            assertDescribed(route, served.send(route.method(), pending, body(route)));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void knowsNoTaskThatThereIsNot(Route route) throws Exception {
        HttpResponse<String> answer = served.send(route.method(), path(route, "nobody", "src/A.java"), body(route));
        assertDescribed(route, answer);
        if (route.text().contains("{id}") && !route.equals(WebSocketEndpoint.ROUTE)) {
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void hasNoOtherMethods(Route route) throws Exception {
        HttpResponse<String> answer = served.send("LOCK", path(route, "x", "y"), "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains(route.method());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void takesOnlyJsonThatItAskedFor(Route route) throws Exception {
        String path = path(route, built(), "src/A.java");
        for (String body : List.of("[1]", "null", "7", "{\"no_such_field\":1}", "{", "\"x\"")) {
            HttpResponse<String> answer = served.send(route.method(), path, body);
            assertDescribed(route, answer);
            if (!WITHOUT_BODY.contains(route.method())) {
                assertThat(answer.statusCode())
                        .as("%s: %s", body, answer.body())
                        .isEqualTo(422);
            }
        }
        if (body(route) != null) {
            assertThat(served.send(route.method(), path, null).body()).contains("is missing");
        }
        assertThat(firstLine(route, "Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"))
                .startsWith("HTTP/1.1 415");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void outlivesBodiesThatAreTooLongOrTooDeep(Route route) throws Exception {
        HttpResponse<String> deep = served.send(route.method(), path(route, "x", "y"), "[".repeat(100_000));
        assertDescribed(route, deep);
        HttpResponse<String> deeper =
                served.send(route.method(), path(route, "x", "y"), "{\"a\":" + "[".repeat(100_000));
        assertDescribed(route, deeper);
        int twentyMegabytes = 20 * 1024 * 1024;
        assertThat(firstLine(
                        route,
                        "Content-Type: application/json\r\nContent-Length: " + twentyMegabytes + "\r\n",
                        "[".repeat(100_000)))
                .startsWith("HTTP/1.1 413");
    }

    /** Sends headers and part of a body; returns the status line of the response. */
    private static String firstLine(Route route, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            String head = route.method() + " " + path(route, "x", "y")
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            out.write((head + headers + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void outlivesStrangeNames(Route route) throws Exception {
        boolean two = route.text().matches(".*\\{.*\\{.*");
        String endless = "a".repeat(two ? 3_000 : 6_000); // of both variables together
        for (String name :
                List.of("%00", "a%00b", "%ff", "%2e%2e", "%F0%9F%98%80", endless, "'%20OR%201=1", "%0d%0aX:1")) {
            HttpResponse<String> answer = served.send(route.method(), path(route, name, name), body(route));
            assertDescribed(route, answer);
            if (route.text().contains("{id}") || route.text().contains("{name}")) {
                assertThat(answer.statusCode())
                        .as("%s: %s", name, answer.body())
                        .isGreaterThanOrEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../b",
                "..%2F..%2Fetc%2Fpasswd",
                "%2e%2e/x",
                "%2e%2e%2fx",
                "a//b",
                "./x",
                "a%5Cb",
                "%2Fetc%2Fpasswd",
                "a%00b",
                "%C0%AE%C0%AE/x",
                "a/b/c/d/e/f/g/h/i/j/k"
            })
    void letsNoPathOutOfTheProject(String file) throws Exception {
        String id = built();
        for (String suffix : List.of("", "/versions")) {
            String request = "GET /api/artifacts/%s/%s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .formatted(id, file, suffix);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(file).startsWith("HTTP/1.1 400").contains("application/problem+json");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST  | /api/tasks/%s/run      | {"resume":"yes"}                          | resume
            POST  | /api/tasks/%s/run      | {"from":"the start"}                      | from
            POST  | /api/tasks/%s/run      | {"from":["latest"]}                       | from
            POST  | /api/tasks/%s/run      | {"options":{"max_tokens":0}}              | options.max_tokens
            POST  | /api/tasks/%s/edit     | {"file_path":7,"instruction":"x"}         | file_path
            POST  | /api/tasks/%s/edit     | {"file_path":"a\\u0000","instruction":"x"} | file_path
            POST  | /api/tasks/%s/edit     | {"file_path":"src/A.java"}                | instruction
            POST  | /api/tasks/%s/edit     | {"file_path":"src/A.java","instruction":"x","version":0} | version
            POST  | /api/artifacts/%s/src/A.java/restore | {}                          | version
            POST  | /api/tasks/%s/messages | {"content":["x"]}                         | content
            POST  | /api/tasks/%s/messages | {"content":" "}                           | content
            POST  | /api/tasks/%s/approval | {"approved":"true"}                       | approved
            POST  | /api/tasks/%s/approval | {"approved":true,"comment":1}             | comment
            POST  | /api/tasks/%s/approval | {"approved":true,"checks":[]}             | checks
            POST  | /api/tasks/%s/approval | {"approved":true,"checks":[{"id":"C1","quote":"","steps":[{"run":""}]}]} | checks[0].steps[0].run
            PATCH | /api/tasks/%s          | {"status":"DONE"}                         | status
            PATCH | /api/tasks/%s          | {"title":false}                           | title
            """)
    void namesTheFieldThatIsWrong(String method, String path, String body, String field) throws Exception {
        HttpResponse<String> answer = served.send(method, path.formatted(built()), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void refusesTextsThatAreTooLong() throws Exception {
        String id = built();
        for (String field : List.of("content", "instruction")) {
            String path = field.equals("content") ? "/messages" : "/edit";
            String long1 = Json.write(Map.of(field, "x".repeat(65_537), "file_path", "src/A.java"));
            String body = field.equals("content") ? Json.write(Map.of(field, "x".repeat(65_537))) : long1;
            HttpResponse<String> answer = served.send("POST", "/api/tasks/" + id + path, body);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("at most 65536 characters");
        }
    }
}
