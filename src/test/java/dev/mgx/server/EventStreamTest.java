package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mgx.json.Json;
import dev.mgx.server.http.ApiDescription;
import dev.mgx.testing.Await;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The events of a task as server-sent events. */
@Timeout(60)
class EventStreamTest {
    private static final Pattern CONNECTED = Pattern.compile(
            ": connected\n\nretry: 1000\nid: ([0-9]+)\nevent: connected\ndata: [{]\"position\":\\1,[^\n]+\n\n");

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, WritingWorkflow::run);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void streamsTheSameEventsAsServerSentEvents() throws Exception {
        String id = served.create();
        served.send("POST", "/api/tasks/" + id + "/run", null);
        String stream = "/api/tasks/" + id + "/events/stream?version=2";
        String all = served.get(stream).body();

        assertThat(all)
                .startsWith(": connected\n\nretry: 1000\nid: 1\nevent")
                .contains("id: 1\nevent: TASK_START\ndata: {\"event_id\":1,")
                .endsWith("\n\n");
        assertThat(all.split("\nid: ", -1)).hasSize(7);
        assertThat(served.get(stream + "&names=false").body())
                .isEqualTo(all.replaceAll("\nevent: [A-Z_]+", ""))
                .contains("\nid: 6\ndata: {");
        assertThat(served.get(stream + "&since_event_id=5").body())
                .contains("id: 6\nevent: TASK_COMPLETE")
                .doesNotContain("id: 5");
        assertThat(served.get(stream + "&since_event_id=6").statusCode()).isEqualTo(204);
        assertThat(served.get(stream + "&since_event_id=x").statusCode()).isEqualTo(422);
        assertThat(served.get("/api/tasks/nobody/events/stream").statusCode()).isEqualTo(404);
    }

    @Test
    void streamsWhatBecomesOfAllTasks() throws Exception {
        HttpResponse<String> begun = served.get("/api/events/stream?wait=0");
        assertThat(begun.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        Matcher position = CONNECTED.matcher(begun.body());
        assertThat(position.matches()).as(begun.body()).isTrue();
        String id = served.create();
        served.send("POST", "/api/tasks/" + id + "/run?wait=30", null);
        served.send("DELETE", "/api/tasks/" + id, null);
        String other = served.create();
        served.send("POST", "/api/tasks/" + other + "/run?wait=30", null);

        String since = "/api/events/stream?wait=0&since=" + position.group(1);
        String all = served.get(since).body();
        assertThat(all)
                .contains("event: deleted\ndata: ", "event: started\ndata: ", "event: ended\ndata: ")
                .endsWith("\n\n");
        List<JsonNode> entries = all.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Json.readTree(line.substring(6)))
                .toList();
        assertThat(entries)
                .allSatisfy(entry -> assertThat(ApiDescription.whole().flaws("FeedEntry", entry))
                        .isEmpty());
        assertThat(entries)
                .extracting(
                        entry -> entry.path("change").asString(),
                        entry -> entry.path("task_id").asString(""))
                .containsExactly(
                        tuple("connected", ""),
                        tuple("deleted", id),
                        tuple("queued", other),
                        tuple("started", other),
                        tuple("ended", other));
        String last = entries.getLast().path("position").asString();
        assertThat(served.send(HttpRequest.newBuilder(served.uri(since)).header("Last-Event-ID", last))
                        .body())
                .startsWith(": connected\n\nretry: 1000\nid: " + last + "\nevent: connected\n")
                .doesNotContain("ended");
        assertThat(served.get(since + "&names=false").body()).doesNotContain("event: ");
        assertThat(served.get("/api/events/stream?since=x").statusCode()).isEqualTo(422);
    }

    /** As nginx asks, unless it is told otherwise; the end of such a response is the end of its connection. */
    @Test
    void sendsEachEventAtOnceToAProxyThatSpeaksHttp10AndLetsNoneGatherThem() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Served waiting = new Served(folder.resolve("waiting"), run -> {
            read.await();
            return Served.done("Built");
        })) {
            String id = waiting.create();
            waiting.send("POST", "/api/tasks/" + id + "/run", null);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), waiting.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(
                                "GET /api/tasks/%s/events/stream HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                        .formatted(id)
                                        .getBytes(StandardCharsets.US_ASCII));
                StringBuilder answer = new StringBuilder();
                for (int next = 0; next >= 0 && answer.indexOf("TASK_START") < 0; ) {
                    next = socket.getInputStream().read();
                    answer.append((char) next);
                }
                read.countDown();
                answer.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(answer.toString())
                        .containsIgnoringCase("x-accel-buffering: no\r\n")
                        .containsIgnoringCase("cache-control: no-store, no-transform\r\n")
                        .doesNotContainIgnoringCase("transfer-encoding")
                        .contains("event: TASK_COMPLETE");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tasks/ID/events/stream", "/api/events/stream"})
    void forgetsAStreamAtOnceWhoseClientIsGone(String path) throws Exception {
        String id = served.create();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            String request = "GET " + path.replace("ID", id) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .endsWith("200 OK");
            assertThat(served.streams().watchers()).isEqualTo(1);
        }
        Await.until(() -> served.streams().watchers() == 0);
    }
}
