package dev.mgx.cli.client;

import dev.mgx.cli.StubSocketServer;
import dev.mgx.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of one task that answers what it was told to, and remembers what it was asked. */
final class StubTaskServer implements AutoCloseable {
    static final String ID = "01999999-aaaa-7bbb-8ccc-dddddddddddd";

    private final StubSocketServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    /** @param options of its task */
    StubTaskServer(Map<String, ?> options) throws IOException {
        String task = Json.write(Map.of("id", ID, "created_at", "2026-05-04T03:02:01.5Z", "options", options));
        answer("GET /api/tasks", 200, "{\"items\": [%s], \"total\": 1}".formatted(task));
        answer("POST /api/tasks", 201, task);
        answer("GET /api/tasks/" + ID, 200, task);
        has("metrics", "{\"agents\": []}");
        server = new StubSocketServer(
                StubSocketServer.again(connection -> connection
                        .send("{\"type\": \"state\", \"data\": %s}"
                                .formatted(said("GET /api/tasks/%s/state".formatted(ID))
                                        .body()))
                        .close(1000)),
                this::write);
    }

    private void write(String head, InputStream body, OutputStream out) throws IOException {
        String content = new String(body.readNBytes(length(head)), StandardCharsets.ISO_8859_1);
        String[] line = head.split(" ", 3);
        requests.add("%s %s %s".formatted(line[0], line[1], content));
        Answer answer = said(line[0] + " " + line[1].split("\\?", 2)[0]);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        out.write("HTTP/1.1 %d Said\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(answer.status(), bytes.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    private Answer said(String request) {
        return answers.getOrDefault(request, new Answer(404, "{\"detail\": \"no such thing\"}"));
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length: "))
                .findFirst()
                .map(line -> Integer.parseInt(line.substring("content-length: ".length())))
                .orElse(0);
    }

    /** @param request method and path */
    void answer(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
    }

    /** What it answers to what is asked of its task. */
    void has(String part, String body) {
        answer("GET /api/tasks/" + ID + "/" + part, 200, body);
    }

    String address() {
        return server.address().toString();
    }

    /** Method, path with query, and body of each request. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
