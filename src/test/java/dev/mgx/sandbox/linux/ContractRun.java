package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of a JVM that runs a test class and writes one row per test to a file. Arguments:
 * {@code FILE CLASS}.
 */
final class ContractRun implements TestExecutionListener {
    private final List<Row> rows = new ArrayList<>();

    /**
     * The result of a test, or of a class that failed as a whole.
     *
     * @param reason why it did not pass, with a stack trace; empty if it passed
     */
    record Row(String test, TestExecutionResult.Status status, String reason) {
        static List<Row> read(Path file) throws IOException {
            return Files.readAllLines(file).stream().map(Row::of).toList();
        }

        private static Row of(String line) {
            String[] cells = line.split("\t", -1);
            String reason = new String(Base64.getDecoder().decode(cells[2]), UTF_8);
            return new Row(cells[0], TestExecutionResult.Status.valueOf(cells[1]), reason);
        }

        private String line() {
            return test + "\t" + status + "\t" + Base64.getEncoder().encodeToString(reason.getBytes(UTF_8));
        }
    }

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        ContractRun run = new ContractRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Class.forName(args[1])))
                .filters(includeEngines("junit-jupiter"))
                .build();
        LauncherFactory.create().execute(request, run);
        Files.write(Path.of(args[0]), run.rows.stream().map(Row::line).toList());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            String name = test.getParentId()
                    .map(parent -> parent.replaceFirst("^.*:(.*)]$", "$1: "))
                    .orElse("");
            rows.add(new Row(
                    name + test.getDisplayName(),
                    result.getStatus(),
                    result.getThrowable().map(ContractRun::trace).orElse("")));
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
