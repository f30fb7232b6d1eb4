package dev.mgx.faults;

import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.engine.Recovery;
import dev.mgx.json.Json;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskStatus;
import dev.mgx.wiring.Wiring;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A process with the whole server, its team, the simulated model and the sandbox that runs one task to its end, to be
 * halted at a commit (0: never). Arguments: {@code FOLDER COMMIT MOMENT}.
 */
final class WholeServer {
    static final String REQUIREMENT = "A landing page for a bakery";

    private WholeServer() {}

    public static void main(String[] args) throws Exception {
        bringToItsEnd(Path.of(args[0]), new HaltProbe(Long.parseLong(args[1]), HaltProbe.Moment.valueOf(args[2])));
    }

    /** Returns the ID of the only task, which is over. */
    static String bringToItsEnd(Path folder, CommitProbe probe) throws IOException, InterruptedException {
        Settings settings = Settings.read(
                Map.of(
                        "MGX_DATA_DIR",
                        folder.toString(),
                        "MGX_PORT",
                        "0",
                        "MGX_LLM",
                        "simulated",
                        "MGX_PACKAGES",
                        "off"),
                Map.of(),
                SettingsFile.NONE);
        try (Wiring wiring = Wiring.start(settings, Recovery.RESUME, probe);
                HttpClient http = HttpClient.newHttpClient()) {
            CountDownLatch over = FirstEnd.of(wiring.store());
            String id = onlyTask(wiring, http);
            if (wiring.store().tasks().find(id).orElseThrow().status() == TaskStatus.PENDING) {
                post(wiring, http, "/api/tasks/" + id + "/run", "{}"); // no effect if it is already queued
            }
            if (!wiring.store().journal().head(id).orElseThrow().over()) {
                over.await();
            }
            return id;
        }
    }

    private static String onlyTask(Wiring wiring, HttpClient http) throws IOException, InterruptedException {
        var tasks = wiring.store().tasks().page(null, 1, 2).items();
        if (!tasks.isEmpty()) {
            return tasks.getFirst().id();
        }
        String body = Json.write(Map.of("input_prompt", REQUIREMENT));
        return Json.readTree(post(wiring, http, "/api/tasks", body)).path("id").asString();
    }

    private static String post(Wiring wiring, HttpClient http, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(wiring.address().resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
