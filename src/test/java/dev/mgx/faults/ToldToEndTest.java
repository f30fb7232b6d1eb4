package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.e2e.ServerProcess;
import dev.mgx.e2e.WatchingClient;
import dev.mgx.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server process receives SIGTERM: during a run, twice, while idle, and while starting. */
@Tag("stability")
@Timeout(120)
class ToldToEndTest {
    /** Long enough for the signal to arrive during the run, and a second one during the shutdown. */
    private static final String UNHURRIED = "--simulated-delay-ms=700";

    private static Made undisturbed;

    @TempDir
    Path folder;

    @BeforeAll
    static void runUndisturbed(@TempDir Path data) throws IOException, InterruptedException {
        undisturbed = Made.taking(data);
        assertThat(undisturbed.status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoWatchesIsToldTheTaskGoesOnAndNothingIsPaidTwice(int signals) throws Exception {
        Path data = folder.resolve("data");
        String id;
        WatchingClient before;
        try (ServerProcess server = new ServerProcess(data, UNHURRIED)) {
            id = server.create(WholeServer.REQUIREMENT);
            before = server.watch(id);
            before.awaitEvent(event -> event.path("event_type").asString().equals("AGENT_COMPLETE"));
            server.signal("TERM");
            assertThat(before.awaitClose()).isEqualTo(1001);
            assertThat(before.closeReason()).isEqualTo("Server shutting down");
            for (int again = 1; again < signals; again++) {
                server.signal("TERM");
            }
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
        }
        List<Long> seen = ids(before);
        WatchingClient after;
        try (ServerProcess server = new ServerProcess(data)) {
            after = server.watch(id, seen.getLast());
            assertThat(after.awaitClose()).isEqualTo(1000);
        }
        assertThat(seen)
                .isEqualTo(LongStream.rangeClosed(1, seen.size()).boxed().toList());
        List<Long> rest = ids(after);
        assertThat(rest).as("exactly the rest").isNotEmpty().isEqualTo(rest(seen.getLast(), rest.size()));
        assertThat(after.events())
                .as("the steps under way were finished, so none begins again")
                .noneMatch(event -> event.path("payload").path("try").asInt(1) > 1);
        assertThat(Made.read(data)).isEqualTo(undisturbed);
    }

    private static List<Long> ids(WatchingClient watcher) {
        return watcher.events().stream()
                .map((JsonNode event) -> event.path("event_id").asLong())
                .toList();
    }

    private static List<Long> rest(long since, int count) {
        return LongStream.rangeClosed(since + 1, since + count).boxed().toList();
    }

    @Test
    void anIdleServerEndsAtOnceAndLeavesNothingThatSaysItIsThere() throws Exception {
        try (ServerProcess server = new ServerProcess(folder)) {
            assertThat(server.address()).isNotNull();
            server.signal("TERM");
            assertThat(server.endsWithin(Duration.ofSeconds(10)))
                    .as("nothing is waited for")
                    .isTrue();
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("mgx.db")
                    .doesNotContain("server.url");
        }
    }

    @Test
    void aServerThatIsStartingEndsAndTheNextOneStarts() throws Exception {
        for (String sign : List.of("lock", "mgx.db-wal", "server.url")) {
            try (ServerProcess server = new ServerProcess(folder)) {
                awaitFile(server, folder.resolve(sign));
                server.signal("TERM");
                assertThat(server.awaitEnd()).as("at %s", sign).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
            }
        }
        try (ServerProcess server = new ServerProcess(folder)) {
            assertThat(server.get("/health").path("status").asString()).isEqualTo("healthy");
        }
    }

    private static void awaitFile(ServerProcess server, Path file) throws InterruptedException, IOException {
        for (int looks = 0; !Files.exists(file); looks++) {
            assertThat(looks).as("looks for " + file).isLessThan(6_000);
            assertThat(server.endsWithin(Duration.ofMillis(5))).isFalse();
        }
    }
}
