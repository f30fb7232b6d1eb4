package dev.mgx.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.client.Home;
import dev.mgx.testing.RootUser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a full disk {@code doctor} says what {@code serve} does. */
@Tag("e2e")
@Timeout(60)
class FullDiskTest {
    private static final Map<String, String> SETTINGS = Map.of("MGX_LLM", "simulated", "MGX_SANDBOX", "off");

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeThat(RootUser.isThis()).as("only root mounts a small disk").isTrue();
        assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", disk.toString()))
                .as("a small disk can be mounted here")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (RootUser.isThis()) {
            succeeds("umount", "-l", disk.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Fills the disk but for some kilobytes. */
    private void fill(int freeKilobytes) throws IOException {
        Path filler = disk.resolve("filler");
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (disk.toFile().getUsableSpace() > freeKilobytes * 1024L) {
                out.write(block);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "16, false", "36, false", "1000, true"})
    void doctorAndServeAgree(int freeKilobytes, boolean enough) throws Exception {
        try (Home first = new Home(disk, SETTINGS)) {
            assertThat(first.api().get("/health").path("status").asString()).isEqualTo("healthy");
        }
        fill(freeKilobytes);
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("MGX_DATA_DIR", disk.resolve("data").toString());
        environment.put("MGX_PORT", "0");
        Shell.Output said = new Shell(disk, environment).mgx("doctor");
        assertThat(said.exitCode()).as(said.out()).isEqualTo(enough ? 0 : 2);
        assertThat(said.out()).containsPattern(enough ? "ok +database" : "fail +database");
        assertThat(serves()).isEqualTo(enough);
    }

    private boolean serves() throws InterruptedException {
        try (Home home = new Home(disk, SETTINGS)) {
            return home.api().get("/health").path("status").asString().equals("healthy");
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).doesNotContain("\n", "Exception");
            return false;
        }
    }
}
