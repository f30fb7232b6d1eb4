package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of a sandbox, kept for a server that an ordinary user runs: the same tests, each a row, in a JVM
 * of such a user. Where the suite itself is run by one there is nothing left to show.
 */
@Timeout(180)
class OrdinaryUserTest {
    private static final int PATIENCE_SECONDS = 150;

    @TestFactory
    Stream<DynamicTest> bubblewrap() throws IOException, InterruptedException {
        return rows(BubblewrapTest.class);
    }

    @TestFactory
    Stream<DynamicTest> unshare() throws IOException, InterruptedException {
        return rows(UnshareTest.class);
    }

    private static Stream<DynamicTest> rows(Class<?> tests) throws IOException, InterruptedException {
        assumeThat(OrdinaryUser.isNeeded())
                .as("the suite is run by an ordinary user: what root's sandbox does was not tested")
                .isTrue();
        try (OrdinaryUser user = OrdinaryUser.create()) {
            Path report = user.file("report");
            Process child = user.start(ContractRun.class, List.of(report.toString(), tests.getName()));
            try {
                assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("the tests of a user end")
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
