package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.RootUser;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the script {@code mgx} builds. */
@Tag("e2e")
@Timeout(90)
class MgxScriptTest {
    private static final String NOBODY = "65534";
    private static final Pattern COMPILING = Pattern.compile("\\r\\u001b\\[Kmgx: [-|/\\\\] compiling, \\d+ s");

    @TempDir
    Path parent;

    private Checkout checkout;

    @BeforeEach
    void prepare() throws Exception {
        checkout = new Checkout(parent);
    }

    @AfterEach
    void close() throws Exception {
        checkout.close();
    }

    @Test
    void buildsWhenTheContentOfTheSourcesIsNewAndOnlyThen() throws Exception {
        assertThat(checkout.mgx("--version").text()).contains("mgx: building", "MGX Engine");
        List<Path> first = checkout.builds();
        assertThat(first).hasSize(1);
        assertThat(checkout.mgx("--version").text()).doesNotContain("building").contains("MGX Engine");

        checkout.change("second");
        assertThat(checkout.mgx("--version").text()).contains("mgx: building", "MGX Engine");
        assertThat(checkout.builds()).hasSize(1).doesNotContainAnyElementsOf(first);

        // An older file that is put back, as by unpacking an archive, is another source all the same.
        checkout.change("first");
        Files.setLastModifiedTime(checkout.folder().resolve("src/main/source.txt"), FileTime.fromMillis(0));
        assertThat(checkout.mgx("--version").text()).contains("mgx: building");
        assertThat(checkout.builds()).isEqualTo(first);
    }

    @Test
    void whatAKilledBuildLeftIsNoBuildAndGoesWithTheNext() throws Exception {
        Path half = Files.createDirectories(checkout.folder().resolve(".builds/0123456789abcdef.new"));
        Files.writeString(half.resolve("mgx.jar"), "half");
        assertThat(checkout.mgx("--version").text()).contains("MGX Engine");
        assertThat(half).doesNotExist();
    }

    /** Java is silent about caches that are none, as those are that this Maven makes. */
    @Test
    void aCacheIsUsedForWhatItWasMadeForAndWithWhatItWasMadeOfOnly() throws Exception {
        checkout.letBuildsTrain();
        assertThat(checkout.mgx("--version").text()).endsWith("…\nMGX Engine (built from source)\n");
        assertThat(checkout.javaArguments()).contains("/ask.aot");
        assertThat(checkout.mgx("run", "--help").text()).contains("Usage: ");
        assertThat(checkout.javaArguments()).contains("/serve.aot");

        Path jar = checkout.builds().getFirst().resolve("mgx.jar");
        FileTime made = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() + 3_600_000));
        assertThat(checkout.mgx("--version").text()).isEqualTo("MGX Engine (built from source)\n");
        assertThat(checkout.javaArguments()).as("another jar").doesNotContain("AOT");

        Files.setLastModifiedTime(jar, made);
        checkout.updateJdk();
        assertThat(checkout.mgx("--version").text()).isEqualTo("MGX Engine (built from source)\n");
        assertThat(checkout.javaArguments()).as("another JDK").doesNotContain("AOT");
    }

    @Test
    void aStaleCheckoutThatCannotBeWrittenIsOneSentenceAndExitCodeTwo() throws Exception {
        checkout.mgx("--version");
        checkout.change("second");
        List<String> command = new ArrayList<>(checkout.command("--version"));
        if (RootUser.isThis()) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            command.addAll(0, List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
        } else {
            for (String each : List.of("", ".builds", "target")) {
                Files.setPosixFilePermissions(
                        checkout.folder().resolve(each), PosixFilePermissions.fromString("r-xr-xr-x"));
            }
        }
        Checkout.Output said = checkout.run(command);
        for (String each : List.of("", ".builds", "target")) {
            Files.setPosixFilePermissions(
                    checkout.folder().resolve(each), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text().lines()).hasSize(1);
        assertThat(said.text())
                .startsWith("mgx: the sources in " + checkout.folder() + " have no build yet, and ")
                .contains(
                        " cannot write there; let ", "run " + checkout.folder().resolve("mgx") + " once.");
    }

    @Test
    void saysOnceWhatABuildIsAtAndWhereItsLogIs() throws Exception {
        assertThat(checkout.mgx("--version").text().lines())
                .containsExactly(
                        "mgx: building; the first time takes a minute or two. The log is "
                                + checkout.folder().resolve(".builds/build.log"),
                        "mgx: getting ready…",
                        "mgx: downloading libraries…",
                        "mgx: building the web page…",
                        "mgx: compiling…",
                        "mgx: preparing quicker starts…",
                        "MGX Engine (built from source)");
    }

    @Test
    void onATerminalABuildIsOneLineWithTheSecondsSoFar() throws Exception {
        checkout.holdBuilds();
        ProcessBuilder builder = new ProcessBuilder(checkout.onATerminal("--version")).redirectErrorStream(true);
        builder.environment().putAll(checkout.environment());
        Process process = builder.start();
        StringBuilder shown = new StringBuilder();
        try (InputStream out = process.getInputStream()) {
            for (int each = out.read(); each >= 0; each = out.read()) {
                shown.append((char) each);
                if (each == 's' && COMPILING.matcher(shown).find()) {
                    checkout.letBuildsGo();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(shown).as("seen while it compiled").containsPattern(COMPILING);
        assertThat(checkout.isHeld()).isFalse();
        assertThat(shown).containsPattern("\\r\\u001b\\[KMGX Engine");
    }

    @Test
    void openShowsThePageInABrowserWhereThereIsADesktop() throws Exception {
        Path opened = parent.resolve("opened");
        checkout.run(List.of("mkfifo", opened.toString()));
        checkout.tool("xdg-open", "#!/bin/sh\necho \"$1\" >" + opened + "\n");
        List<String> command = new ArrayList<>(List.of("env", "DISPLAY=:0"));
        command.addAll(checkout.onATerminal("open", "--server", "http://127.0.0.1:1"));
        Checkout.Output said = checkout.run(command);
        assertThat(said.exitCode()).as(said.text()).isZero();
        assertThat(said.text()).contains("http://127.0.0.1:1/\r\n");
        assertThat(checkout.run(List.of("timeout", "20", "cat", opened.toString()))
                        .text())
                .isEqualTo("http://127.0.0.1:1/\n");
    }
}
