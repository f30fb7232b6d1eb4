package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A killed server leaves nothing behind but its data. */
@Tag("stability")
@Timeout(60)
class KilledServerTest {
    @TempDir
    Path data;

    @TempDir
    Path temporary;

    @Test
    void aServerThatIsKilledWhileAProgramRunsLeavesNothingTemporary() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        List<String> flags = List.of("--llm=simulated");
        try (ServerProcess server = new ServerProcess(data, Path.of("").toAbsolutePath(), environment, flags)) {
            String id = server.post("/api/tasks", Map.of("input_prompt", "A unit converter"))
                    .path("id")
                    .asString();
            server.watch(id)
                    .awaitEvent(event -> event.path("payload").path("isolation").isString());
        }

        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
