package dev.mgx.faults.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.e2e.ServerProcess;
import dev.mgx.e2e.WatchingClient;
import dev.mgx.testing.NetworkFault;
import dev.mgx.testing.TcpProxy;
import dev.mgx.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole server whose PostgreSQL says nothing any more, in the middle of a run. */
@Tag("stability")
@Timeout(120)
class SilentDatabaseServerTest {
    /** For the process, the sockets and a slow machine. */
    private static final Duration MARGIN = Duration.ofSeconds(4);

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private final TcpProxy proxy = new TcpProxy(TestDatabase.server().port());
    private final HttpClient http = HttpClient.newHttpClient();

    private record Timed(int status, Duration took) {}

    private ServerProcess serve(String url) throws IOException {
        return new ServerProcess(
                folder,
                Path.of("").toAbsolutePath(),
                Map.of("MGX_DATABASE_URL", url),
                List.of(
                        "--llm=simulated",
                        "--simulated-delay-ms=300",
                        "--database-timeout=" + DATABASE_TIMEOUT.toSeconds(),
                        "--shutdown-timeout=" + SHUTDOWN_TIMEOUT.toSeconds()));
    }

    private Timed get(URI uri) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
        return new Timed(answer.statusCode(), Duration.ofNanos(System.nanoTime() - began));
    }

    private void set(NetworkFault fault) {
        proxy.toServer().set(fault);
        proxy.toClient().set(fault);
    }

    @Test
    void everybodyIsAnsweredTheServerEndsInItsTimeAndTheNextOneGoesOn() throws Exception {
        String url = proxy.through(TestDatabase.POSTGRES.freshUrl());
        String id;
        try (ServerProcess server = serve(url);
                ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            id = server.create("A landing page for a bakery");
            server.watch(id)
                    .awaitEvent(event -> event.path("event_type").asString().equals("AGENT_START"));
            URI address = server.address();
            set(new NetworkFault.BlackHole());
            for (int round = 0; round < 2; round++) {
                List<Future<Timed>> probes = new ArrayList<>();
                for (int i = 0; i < 8; i++) { // more than there are threads for them
                    probes.add(askers.submit(() -> get(address.resolve("/health/ready"))));
                }
                Future<Timed> tasks = askers.submit(() -> get(address.resolve("/api/tasks")));
                Future<Timed> state = askers.submit(() -> get(address.resolve("/api/tasks/" + id)));
                Future<Timed> metrics = askers.submit(() -> get(address.resolve("/metrics")));
                Future<Timed> live = askers.submit(() -> get(address.resolve("/health/live")));
                for (Future<Timed> ready : probes) {
                    assertThat(ready.get().status()).isEqualTo(503);
                    assertThat(ready.get().took()).isLessThan(Duration.ofSeconds(2));
                }
                assertThat(live.get().status()).isEqualTo(200);
                assertThat(List.of(tasks.get(), state.get())).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.took()).isLessThan(DATABASE_TIMEOUT.plus(MARGIN));
                });
                assertThat(metrics.get().took()).isLessThan(DATABASE_TIMEOUT.plus(MARGIN));
            }
            long told = System.nanoTime();
            server.signal("TERM");
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(SHUTDOWN_TIMEOUT.plus(MARGIN));
        } finally {
            set(new NetworkFault.None());
            proxy.breakConnections();
        }
        try (ServerProcess server = serve(url)) {
            WatchingClient watcher = server.watch(id);
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            assertThat(watcher.events().stream()
                            .map((JsonNode event) -> event.path("event_id").asLong()))
                    .isEqualTo(LongStream.rangeClosed(1, watcher.events().size())
                            .boxed()
                            .toList());
            assertThat(server.get("/api/tasks/" + id).path("status").asString()).isEqualTo("SUCCEEDED");
        } finally {
            proxy.close();
            http.shutdownNow();
        }
    }
}
