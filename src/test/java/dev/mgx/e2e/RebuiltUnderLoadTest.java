package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose checkout is pulled and built again and again while people use it. */
@Tag("e2e")
@Timeout(180)
class RebuiltUnderLoadTest {
    private static final int REBUILDS = 10;

    @TempDir
    Path parent;

    private volatile boolean enough;

    private ServerProcess serve(Checkout checkout) throws IOException {
        return new ServerProcess(
                checkout.command(
                        "serve",
                        "--port=0",
                        "--data-dir=" + parent.resolve("data"),
                        "--llm=simulated",
                        "--sandbox=off",
                        "--simulated-delay-ms=20"),
                parent,
                checkout.environment());
    }

    /** Creates tasks and watches each to its end; returns the ids. */
    private List<String> work(ServerProcess server) throws Exception {
        List<String> ids = new ArrayList<>();
        while (!enough) {
            String id = server.create("Build a todo app");
            ids.add(id);
            assertThat(server.watch(id).awaitClose()).isEqualTo(1000);
        }
        return ids;
    }

    /** Asks for all kinds of things, also such as nobody asked for before; every answer must be one. */
    private long look(URI address) throws Exception {
        long answers = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!enough) {
                for (String path : List.of("/health", "/metrics", "/api/tasks?with=state", "/openapi.json", "/none")) {
                    HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                            .timeout(Duration.ofSeconds(20))
                            .build();
                    int status = client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode();
                    assertThat(status).as(path).isEqualTo(path.equals("/none") ? 404 : 200);
                    answers++;
                }
            }
        }
        return answers;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        }
    }

    @Test
    void tenTimesAndNothingIsLost() throws Exception {
        try (Checkout checkout = new Checkout(parent)) {
            rebuildUnderLoad(checkout);
        }
    }

    private void rebuildUnderLoad(Checkout checkout) throws Exception {
        List<String> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3);
                ServerProcess server = serve(checkout)) {
            server.address();
            Path own = checkout.builds().getFirst();
            Callable<List<String>> worker = () -> work(server);
            List<Future<List<String>>> workers = List.of(threads.submit(worker), threads.submit(worker));
            URI address = server.address();
            Future<Long> looker = threads.submit(() -> look(address));
            rebuild(checkout, own);
            for (Future<List<String>> each : workers) {
                ids.addAll(each.get());
            }
            assertThat(looker.get()).isGreaterThan(5);
            server.signal("TERM");
            assertThat(server.awaitEnd()).as(server.output()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
            assertThat(server.output()).doesNotContain("NoClassDefFoundError", "\tat ");
        }
        assertThat(ids).hasSizeGreaterThan(2);
        assertThatNothingIsLost(checkout, ids);
        checkout.change("last");
        assertThat(checkout.mgx("--version").exitCode()).isZero();
        assertThat(checkout.builds()).as("nobody uses the others any more").hasSize(1);
    }

    private void rebuild(Checkout checkout, Path own) throws Exception {
        try {
            for (int i = 1; i <= REBUILDS; i++) {
                if (i % 4 == 0) {
                    delete(checkout.folder().resolve("target")); // mvn clean
                }
                checkout.change("version " + i);
                assertThat(checkout.mgx("--version").text()).contains("mgx: building", "MGX Engine");
                assertThat(checkout.builds())
                        .as("the server's and the newest")
                        .hasSize(2)
                        .contains(own);
            }
        } finally {
            enough = true;
        }
    }

    private void assertThatNothingIsLost(Checkout checkout, List<String> ids) throws Exception {
        try (ServerProcess next = serve(checkout)) {
            for (String id : ids) {
                JsonNode state = next.get("/api/tasks/" + id + "/state");
                assertThat(state.path("status").asString()).isEqualTo("SUCCEEDED");
                assertThat(next.get("/api/tasks/" + id + "/events?version=2")
                                .path("events")
                                .valueStream()
                                .map(event -> event.path("event_id").asLong()))
                        .containsExactlyElementsOf(LongStream.rangeClosed(
                                        1, state.path("last_event_id").asLong())
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void aServerWhoseCheckoutIsDeletedGoesOnToTheEnd() throws Exception {
        try (Checkout checkout = new Checkout(parent);
                ServerProcess server = serve(checkout)) {
            server.address();
            delete(checkout.folder());
            assertThat(endOfATask(server)).isEqualTo("SUCCEEDED");
            assertThatItShutsDown(server);
        }
    }

    /** Its jar is written over in place, as Maven does where somebody runs it from there: its texts are lost. */
    @Test
    void aServerWhoseOwnJarIsOverwrittenAnswersAndShutsDown() throws Exception {
        try (Checkout checkout = new Checkout(parent);
                ServerProcess server = serve(checkout)) {
            server.address();
            Files.writeString(checkout.builds().getFirst().resolve("mgx.jar"), "of another version");
            assertThat(endOfATask(server)).isIn("SUCCEEDED", "FAILED");
            assertThatItShutsDown(server);
        }
    }

    private static String endOfATask(ServerProcess server) throws Exception {
        assertThat(server.get("/health").path("status").asString()).isEqualTo("healthy");
        String id = server.create("Build a todo app");
        assertThat(server.watch(id).awaitClose()).isEqualTo(1000);
        return server.get("/api/tasks/" + id + "/state").path("status").asString();
    }

    private static void assertThatItShutsDown(ServerProcess server) throws Exception {
        server.signal("TERM");
        assertThat(server.awaitEnd()).as(server.output()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
        assertThat(server.output()).contains("Shut down in ").doesNotContain("NoClassDefFoundError");
    }
}
