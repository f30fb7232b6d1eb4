package dev.mgx.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.MissingNode;

@Timeout(20)
class ReportTest {
    @Test
    void whatNoCheckCoversComesFirstAndAChangedCheckSaysWhoChangedItAndWhy() {
        String report = report("""
                {"status": "SUCCEEDED", "simulated": false, "final_result": {
                  "summary": "Built Quiz.", "verified": true, "files": ["Quiz.java"], "how_to_run": "",
                  "uncovered": ["It must look nice."],
                  "checks": [
                    {"id": "C1", "check": "it counts", "passed": true,
                     "changed": {"by": "QaEngineer", "reason": "it asked for more than the requirement"}},
                    {"id": "C2", "check": "it ends", "passed": true}]}}
                """);
        assertThat(report)
                .containsSubsequence(
                        "Done. Built Quiz.",
                        "  Not covered by any check: It must look nice.",
                        "  passed   it counts",
                        "           Changed by the QA engineer after it failed: it asked for more than the requirement",
                        "  passed   it ends",
                        "Make changes  mgx say 01a2 \"…\"")
                .containsOnlyOnce("Changed by");
    }

    @Test
    void aTaskThatWasStoppedIsResumed() {
        assertThat(report("{\"status\": \"CANCELLED\", \"final_result\": null}"))
                .containsSubsequence("CANCELLED. The task was stopped", "Resume        mgx resume 01a2")
                .doesNotContain("Make changes");
    }

    private static String report(String state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(Shell.stream(out), Shell.stream(out));
        new Report(terminal, rest -> "mgx " + rest)
                .print(Json.readTree(state), new UsageRows(MissingNode.getInstance()), "01a2", Optional.empty());
        return Shell.text(out);
    }
}
