package dev.mgx.cli;

import dev.mgx.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A server's REST interface as the commands use it. Thread-safe; every call blocks. */
final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final URI server;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Api(URI server) {
        this.server = server;
    }

    HttpClient http() {
        return http;
    }

    URI webSocket(String taskId, long sinceEventId) {
        String scheme = server.getScheme().equals("https") ? "wss" : "ws";
        return URI.create("%s://%s/ws/tasks/%s?since_event_id=%d".formatted(scheme, server.getAuthority(), taskId, sinceEventId));
    }

    JsonNode get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    JsonNode post(String path, Map<String, @Nullable Object> body) throws InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** A path's segment, percent-encoded. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = Json.readTree(answer.body().isEmpty() ? "{}" : answer.body());
            if (answer.statusCode() >= 400) {
                throw new IllegalArgumentException(reason(body));
            }
            return body;
        } catch (IOException e) {
            throw new ServerUnreachable("The server at %s does not answer (%s); is it running?".formatted(server, e), e);
        }
    }

    private static String reason(JsonNode problem) {
        StringBuilder reason = new StringBuilder(problem.path("detail").asString("The server refused"));
        for (JsonNode error : problem.path("errors")) {
            reason.append("; %s %s".formatted(error.path("field").asString(""), error.path("message").asString("")));
        }
        return reason.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
