package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server loads what it needs to shut down when it starts, while its files are surely there. */
@Tag("e2e")
@Timeout(60)
class LoadedClassesTest {
    @TempDir
    Path folder;

    /**
     * Java's own classes are in a file that stays open, and hidden ones come from memory. What happens at the same moment
     * may need one more.
     */
    @Test
    void theShutdownLoadsNoClassesFromFiles() throws Exception {
        Path log = folder.resolve("classes.log");
        int before;
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        try (ServerProcess server = new ServerProcess(
                folder.resolve("data"),
                folder,
                environment,
                List.of("--llm=simulated", "--sandbox=off", "--simulated-delay-ms=300"))) {
            assertThat(server.watch(server.create("Build a todo app")).awaitClose())
                    .isEqualTo(1000);
            WatchingClient watcher = server.watch(server.create("Build a todo app"));
            watcher.awaitEvent(event -> event.path("event_type").asString().equals("AGENT_START"));
            before = Files.readAllLines(log).size();
            server.signal("TERM");
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
        }
        assertThat(Files.readAllLines(log).stream()
                        .skip(before)
                        .filter(line -> line.contains("source: file:") || line.contains("source: jar:")))
                .hasSizeLessThan(3)
                .noneMatch(line -> line.contains("dev.mgx."));
    }
}
