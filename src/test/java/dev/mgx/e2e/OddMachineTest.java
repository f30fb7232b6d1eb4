package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.testing.RootUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code mgx} in folders of odd names, without a home, and under limits that are lower than ours. */
@Tag("e2e")
@Timeout(120)
class OddMachineTest {
    private static Checkout checkout;

    @TempDir
    private static Path parent;

    @TempDir
    private Path data;

    @BeforeAll
    static void build() throws Exception {
        checkout = new Checkout(parent);
        assertThat(checkout.mgx("--version").exitCode()).isZero();
    }

    @AfterAll
    static void close() throws Exception {
        checkout.close();
    }

    /** Runs the script after these words of a shell. */
    private Checkout.Output mgx(Path folder, String before, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                before + " exec \"$0\" \"$@\"",
                folder.resolve("mgx").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", data.toString()));
        return checkout.run(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's \"quoted\" ex!c 漢字 100% #1 & a;b", "-back\\slash $HOME [x]*"})
    void worksInFoldersOfOddNames(String name) throws Exception {
        Path odd = parent.resolve(name);
        Files.move(checkout.folder(), odd);
        try {
            Checkout.Output said = mgx(odd, "", "tasks");

            assertThat(said.exitCode()).as(said.text()).isZero();
            assertThat(said.text()).contains("No tasks").doesNotContain("building");
        } finally {
            Files.move(odd, checkout.folder());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"co:lon", "wow!/in it", "who!"})
    void saysWhereJavaCannotRunPrograms(String name) throws Exception {
        Path odd = parent.resolve(name);
        Files.createDirectories(odd.getParent());
        Files.move(checkout.folder(), odd);
        try {
            Checkout.Output said = mgx(odd, "", "tasks");

            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.text())
                    .startsWith("mgx: Java cannot run programs in " + odd)
                    .hasLineCount(1);
        } finally {
            Files.move(odd, checkout.folder());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unset HOME USER LOGNAME LANG LC_ALL TERM;",
                "export HOME=relative JAVA_HOME=/nowhere;",
                "export HOME=/nowhere/at/all; ulimit -n 300; ulimit -f 70000; ulimit -v 4000000;"
            })
    void worksWithoutAHomeAndUnderLowerLimits(String before) throws Exception {
        Checkout.Output said = mgx(checkout.folder(), before, "tasks");

        assertThat(said.exitCode()).as(said.text()).isZero();
        assertThat(said.text()).contains("No tasks");
    }

    @ParameterizedTest
    @CsvSource({
        "ulimit -n 64;, The limit of 64 open files (ulimit -n) is too low; MGX Engine needs 256 or more.",
        "ulimit -f 100;, The limit of 100 KiB to a file (ulimit -f) is too low; MGX Engine needs 65536 or more.",
        "ulimit -v 900000;,"
                + " The limit of 900000 KiB of address space (ulimit -v) is too low; MGX Engine needs 3000000 or more."
    })
    void saysWhichLimitIsTooLow(String before, String sentence) throws Exception {
        Checkout.Output said = mgx(checkout.folder(), before, "tasks");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).isEqualToIgnoringNewLines("mgx: " + sentence);
    }

    /** The folder is mounted for this process alone. */
    @Test
    void saysThatATemporaryFolderMustAllowPrograms() throws Exception {
        Path mounted = Files.createDirectory(data.resolve("mounted"));
        Path other = Files.createDirectory(data.resolve("other"));
        String mount = "mount -t tmpfs -o noexec none '%s'".formatted(mounted);
        assumeThat(checkout.run(inOwnMounts(mount)).exitCode())
                .as("a folder can be mounted here")
                .isZero();
        String tasks = mount + " && MGX_JAVA_OPTS='-Djava.io.tmpdir=%s%s' exec '%s' tasks --data-dir '%s'";

        Checkout.Output refused = checkout.run(
                inOwnMounts(tasks.formatted(mounted, "", checkout.folder().resolve("mgx"), data.resolve("a"))));
        Checkout.Output works = checkout.run(inOwnMounts(tasks.formatted(
                mounted, " -Dorg.sqlite.tmpdir=" + other, checkout.folder().resolve("mgx"), data.resolve("b"))));

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.text())
                .contains("programs must be allowed there (no noexec)", "MGX_JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER")
                .doesNotContain("\tat ");
        assertThat(works.exitCode()).as(works.text()).isZero();
        assertThat(works.text()).contains("No tasks");
    }

    private static List<String> inOwnMounts(String script) throws Exception {
        return List.of("unshare", RootUser.isThis() ? "-m" : "-rm", "sh", "-c", script);
    }
}
