package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.mgx.app.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The sandbox contracts, and what other users must not do, for a server that runs as an unprivileged user: the same tests in a JVM of such a user.
 * Skipped if the suite itself is not run as root.
 */
@Timeout(180)
class UnprivilegedUserTest {
    private static final int TIMEOUT_SECONDS = 150;

    @TestFactory
    Stream<DynamicTest> bubblewrap() throws IOException, InterruptedException {
        return rows(BubblewrapTest.class.getName());
    }

    @TestFactory
    Stream<DynamicTest> unshare() throws IOException, InterruptedException {
        return rows(UnshareTest.class.getName());
    }

    /** The files of such a user. */
    @TestFactory
    Stream<DynamicTest> privateDataFolder() throws IOException, InterruptedException {
        return rows("dev.mgx.store.PrivateDataFolderTest");
    }

    @TestFactory
    Stream<DynamicTest> settingsFile() throws IOException, InterruptedException {
        return rows("dev.mgx.config.SettingsFileTest");
    }

    @TestFactory
    Stream<DynamicTest> recording() throws IOException, InterruptedException {
        return rows("dev.mgx.llm.replay.RecordingFileTest");
    }

    /** A program gets the server's own limit where that is lower than the setting; it is run all the same. */
    @Test
    void aLowerLimitOfProcessesIsThatOfItsProgramsToo() throws IOException, InterruptedException {
        assumeThat(UnprivilegedUser.isNeeded())
                .as("the suite does not run as root, which alone gives a process another user")
                .isTrue();
        try (UnprivilegedUser user = UnprivilegedUser.create()) {
            List<String> limited = List.of("bash", "-c", "ulimit -u 100; exec \"$0\" \"$@\"");
            Process child = user.start(
                    limited,
                    Main.class,
                    List.of(
                            "run",
                            "Build a todo app",
                            "--llm",
                            "simulated",
                            "--data-dir",
                            user.file("data").toString(),
                            "--out",
                            user.file("app").toString()));
            try {
                assertThat(child.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                child.destroyForcibly();
            }
            assertThat(child.exitValue()).as("3 would be: not run").isZero();
        }
    }

    private static Stream<DynamicTest> rows(String tests) throws IOException, InterruptedException {
        assumeThat(UnprivilegedUser.isNeeded())
                .as("the suite does not run as root, so the sandbox of root was not tested")
                .isTrue();
        try (UnprivilegedUser user = UnprivilegedUser.create()) {
            Path report = user.file("report");
            Process child = user.start(ContractRun.class, List.of(report.toString(), tests));
            try {
                assertThat(child.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .as("the tests of the user finish in time")
                        .isTrue();
            } finally {
                child.destroyForcibly();
            }
            assertThat(child.exitValue()).isZero();
            List<ContractRun.Row> rows = ContractRun.Row.read(report);
            assertThat(rows).isNotEmpty();
            return rows.stream().map(row -> DynamicTest.dynamicTest(row.test(), () -> show(row)));
        }
    }

    private static void show(ContractRun.Row row) {
        switch (row.status()) {
            case SUCCESSFUL -> {}
            case FAILED -> fail(row.reason());
            case ABORTED -> abort(row.reason());
        }
    }
}
