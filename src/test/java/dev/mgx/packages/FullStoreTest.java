package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.testing.RootUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk of the store is full in the middle of an installation: it is told, nothing half counts, and it goes once there is room. */
@Timeout(60)
class FullStoreTest {
    private static final int SIZE_KIB = 1024;

    /** More than the disk has left: letters that no archive makes smaller by half. */
    private static final String LARGE = letters(300_000);

    @TempDir
    private Path disk;

    private StubRegistry registry;

    @BeforeEach
    void mount() throws Exception {
        assumeThat(RootUser.isThis()).as("only root mounts a small disk").isTrue();
        assumeThat(succeeds(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=%dk,mode=700".formatted(SIZE_KIB),
                        "tmpfs",
                        disk.toString()))
                .as("a small disk can be mounted here")
                .isTrue();
        registry = new StubRegistry();
    }

    @AfterEach
    void unmount() throws Exception {
        if (RootUser.isThis()) {
            registry.close();
            succeeds("umount", "-l", disk.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static String letters(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void isToldAndLeavesNothingHalf(Ecosystem ecosystem) throws Exception {
        registry.npm("large", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", LARGE));
        registry.wheel("large", "1.0", StubRegistry.OLD, "X = '%s'".formatted(LARGE), "");
        registry.maven("org.example:large", "1", StubRegistry.OLD, "", Map.of("a.txt", LARGE));
        Path store = disk.resolve("store");
        Path filler = Files.write(disk.resolve("filler"), new byte[(SIZE_KIB - 200) << 10]);
        List<Dependency> large =
                List.of(new Dependency((ecosystem == Ecosystem.MAVEN ? "org.example:" : "") + "large", ""));
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
            Packages packages = new Packages(
                    sandbox,
                    new PackageStore(store, 64 << 20, 4 << 20),
                    new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                    same -> Optional.of(registry.registry(same)));

            assertThatThrownBy(() -> packages.resolve(ecosystem, large, Duration.ofSeconds(30)))
                    .isInstanceOf(PackageRefused.class)
                    .hasMessageContaining(
                            ecosystem == Ecosystem.MAVEN
                                    ? "could not be installed: No space left on device"
                                    : "the store of packages cannot be written: No space left on device");
            assertThat(store).isEmptyDirectory();

            Files.delete(filler);
            if (ecosystem != Ecosystem.NPM) { // what npm unpacked is twice as large as what it downloaded
                Lock lock = packages.resolve(ecosystem, large, Duration.ofSeconds(30));
                assertThat(packages.archives(lock.files(), Duration.ofSeconds(30)))
                        .hasSize(1);
            }
        }
    }
}
