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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server is killed in the middle of an installation: nothing of it runs on, and nothing half counts. */
@Timeout(120)
class KilledInstallationTest {
    /** So that the processes of this test can be told from others. */
    private final String name = "left" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void leavesNothingAndIsDoneAnew(Ecosystem ecosystem) throws Exception {
        String wanted = (ecosystem == Ecosystem.MAVEN ? "org.example:" : "") + name;
        try (StubRegistry registry = new StubRegistry()) {
            registry.npm(name, "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "1"));
            registry.wheel(name, "1.0", StubRegistry.OLD, "NAME = 1", "");
            registry.maven("org.example:" + name, "1", StubRegistry.OLD, "", Map.of("a.txt", "1"));
            registry.misbehave(Fault.HALF);
            Path store = folder.resolve("store");
            Registry from = registry.registry(ecosystem);
            Process server = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InstallingChild.class.getName(),
                            ecosystem.name(),
                            store.toString(),
                            from.base().toString(),
                            wanted)
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
            assertThat(kept(store)).isEmpty();

            registry.misbehave(Fault.NONE);
            List<Path> archives = InstallingChild.install(ecosystem, store, from, wanted);

            assertThat(archives).hasSize(1);
            assertThat(kept(store)).hasSize(2).containsAll(archives);
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

    /** What counts: a download by its hash, an installation by its lock. */
    private static List<Path> kept(Path store) throws IOException {
        if (!Files.exists(store)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> !file.toString().endsWith(".part")
                            && !file.getFileName().toString().startsWith("new-"))
                    .toList();
        }
    }
}
