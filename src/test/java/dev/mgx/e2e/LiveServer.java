package dev.mgx.e2e;

import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.engine.Recovery;
import dev.mgx.json.Json;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.wiring.Wiring;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The whole server in this process, on a folder and a free port, with shortcuts for API calls. */
final class LiveServer implements AutoCloseable {
    private final Wiring wiring;
    private final HttpClient http = HttpClient.newHttpClient();

    LiveServer(Path folder, Map<Setting, String> settings) throws InterruptedException {
        Map<String, String> flags = new HashMap<>();
        flags.put("MGX_DATA_DIR", folder.toString());
        flags.put("MGX_PORT", "0");
        flags.put("MGX_LLM", "simulated");
        flags.put("MGX_PACKAGES", "off");
        settings.forEach((setting, value) -> flags.put(setting.name(), value));
        Settings read = Settings.read(flags, Map.of(), SettingsFile.NONE);
        wiring = Wiring.start(read, Recovery.RESUME, CommitProbe.NONE);
    }

    /** A REST response. */
    record Reply(int status, JsonNode body) {}

    Store store() {
        return wiring.store();
    }

    URI address() {
        return wiring.address();
    }

    HttpClient http() {
        return http;
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address().resolve(path)).GET());
    }

    Reply post(String path, Map<String, @Nullable Object> body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), Json.readTree(answer.body().isEmpty() ? "{}" : answer.body()));
    }

    String create(String requirement) throws IOException, InterruptedException {
        return post("/api/tasks", Map.of("input_prompt", requirement))
                .body()
                .path("id")
                .asString();
    }

    WatchingClient watch(String taskId, String query) throws Exception {
        URI at = URI.create(
                "ws://%s/ws/tasks/%s?version=2%s".formatted(address().getAuthority(), taskId, query.replace('?', '&')));
        WatchingClient watcher = new WatchingClient(() -> "(its log is the tests' own)");
        watcher.connected(http.newWebSocketBuilder().buildAsync(at, watcher).get(10, TimeUnit.SECONDS));
        return watcher;
    }

    @Override
    public void close() {
        wiring.close();
        http.shutdownNow();
        http.close();
    }
}
