package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.packages.StubRegistry.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of an installation: nothing of it runs on, and nothing half counts. */
@Timeout(120)
class KilledInstallationTest {
    /** So that the processes of this test can be told from others. */
    private final String name = "left-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void leavesNothingAndIsDoneAnew() throws Exception {
        try (StubRegistry registry = new StubRegistry()) {
            registry.npm(name, "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "1"));
            registry.misbehave(Fault.SILENT);
            Path store = folder.resolve("store");
            Registry npm = registry.registry(Ecosystem.NPM);
            Process server = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InstallingChild.class.getName(),
                            store.toString(),
                            npm.base().toString(),
                            name)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                assertThat(registry.awaitDownload()).as(() -> outputOf(folder)).isTrue();
            } finally {
                server.destroyForcibly().waitFor();
            }
            for (ProcessHandle left : processes()) {
                left.onExit().get(10, TimeUnit.SECONDS);
            }
            assertThat(processes()).isEmpty();
            assertThat(installed(store)).isEmpty();

            registry.misbehave(Fault.NONE);
            List<Path> archives = InstallingChild.install(store, npm, name);

            assertThat(archives).isEqualTo(installed(store)).hasSize(1);
        }
    }

    private static String outputOf(Path folder) {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(name))
                        .isPresent())
                .toList();
    }

    private static List<Path> installed(Path store) throws IOException {
        if (!Files.exists(store)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.getFileName().toString().startsWith("installed-"))
                    .toList();
        }
    }
}
