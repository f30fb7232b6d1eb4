package dev.mgx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.MissingNode;

/** The last lines of a run leave nothing unsaid that somebody would want to know who trusts it. */
@Timeout(10)
class ReportTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void saysAtACheckThatItWasChangedByWhomAndWhy() {
        new Report(Terminal.plain(Shell.stream(out), Shell.stream(out)), command -> "mgx " + command)
                .print(Json.readTree("""
                                {"status": "SUCCEEDED", "final_result": {"summary": "Built it.", "verified": true, "checks": [
                                  {"id": "C1", "check": "It adds", "passed": true},
                                  {"id": "C2", "check": "It lists", "passed": true,
                                   "changed": {"by": "QaEngineer", "reason": "no full stop was asked for"}}]}}"""), new UsageRows(MissingNode.getInstance()), "01a20f66", Optional.empty());

        assertThat(Shell.text(out)).contains("""
                  passed   It adds
                  passed   It lists
                           changed by the QA engineer: no full stop was asked for
                """);
    }
}
