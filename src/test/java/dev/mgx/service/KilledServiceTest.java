package dev.mgx.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.StaleSockets;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed while a service runs: the service ends with it, and the next server takes away its socket. */
@Timeout(60)
class KilledServiceTest {
    /** So that the processes of this test can be told from others. */
    private final String name = "service-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void aServiceEndsWithItsServer() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServingChild.class.getName(),
                        name)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String said;
        List<ProcessHandle> running;
        try (BufferedReader output = server.inputReader()) {
            said = output.readLine();
            running = server.descendants().toList();
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(said).as(() -> "the child says where its socket is").endsWith(StaleSockets.SOCKET);
        assertThat(running).as("the sandbox's processes").isNotEmpty();
        for (ProcessHandle each : running) {
            each.onExit().get(10, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(name)))
                .isEmpty();

        Path left = Path.of(said).getParent();
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        StaleSockets.sweep();
        assertThat(left).doesNotExist();
    }
}
