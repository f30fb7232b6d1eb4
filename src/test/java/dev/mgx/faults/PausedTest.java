package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.e2e.ServerProcess;
import dev.mgx.e2e.WatchingClient;
import dev.mgx.testing.Soak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server process is paused with SIGSTOP and continued with SIGCONT for longer than its deadlines: none of them counts
 * the pause.
 */
@Tag("stability")
@Tag("soak")
@Timeout(240)
class PausedTest {
    private static final Duration PAUSE = Duration.ofSeconds(Soak.of(7, 40));

    @TempDir
    Path folder;

    @Test
    void aPauseInACallAndOneInAProgramEndNothingAndLoseNothing() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = new ServerProcess(
                data,
                "--simulated-delay-ms=1000",
                "--llm-first-token-timeout=4",
                "--llm-silence-timeout=4",
                "--llm-call-timeout=5",
                "--llm-max-attempts=1", // a call considered silent would end the run
                "--ws-idle-timeout=4",
                "--ws-send-timeout=4",
                "--execution-timeout=30",
                "--max-task-duration=38")) {
            String id = server.create(WholeServer.REQUIREMENT);
            WatchingClient watcher = server.watch(id);
            pause(server, watcher, event -> detail(event, "status").equals("calling"));
            pause(server, watcher, event -> detail(event, "step").equals("execute-1"));
            assertThat(watcher.awaitClose()).isEqualTo(1000);
            assertThat(watcher.events().stream()
                            .map((JsonNode event) -> event.path("event_id").asLong()))
                    .as("the one connection has brought everything, once")
                    .isEqualTo(LongStream.rangeClosed(1, watcher.events().size())
                            .boxed()
                            .toList());
            assertThat(server.get("/health").path("status").asString()).isEqualTo("healthy");
        }
        assertThat(Made.read(data)).isEqualTo(Made.taking(folder.resolve("undisturbed")));
    }

    private static String detail(JsonNode event, String name) {
        return event.path("payload").path(name).asString("");
    }

    private static void pause(ServerProcess server, WatchingClient watcher, Predicate<JsonNode> moment)
            throws Exception {
        watcher.awaitEvent(moment);
        server.signal("STOP");
        assertThat(server.endsWithin(PAUSE)).isFalse();
        server.signal("CONT");
    }
}
