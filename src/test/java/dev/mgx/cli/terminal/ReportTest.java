package dev.mgx.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.client.Delivered;
import dev.mgx.cli.client.FailureAdvice;
import dev.mgx.client.MgxEvent;
import dev.mgx.client.MgxState;
import dev.mgx.json.Json;
import dev.mgx.task.ErrorType;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    void aCheckIsShownAsItsCommandsAndOneThatFailedWithWhatCame() {
        String report = report("""
                {"status": "FAILED", "error_message": "Not solved", "final_result": {
                  "summary": "", "verified": false, "files": [], "how_to_run": "", "uncovered": [],
                  "checks": [
                    {"id": "C1", "quote": "q", "check": "a sentence", "passed": true, "self_reported": false, "files": [],
                     "steps": [{"run": "python3 roman.py 14", "input": "", "output": "XIV\\n", "exit_code": 0, "files": []}]},
                    {"id": "C2", "quote": "q", "check": "a sentence", "passed": false, "files": [{"path": "in.txt", "content": "2"}],
                     "steps": [{"run": "python3 add.py", "input": "2 3", "output": "5", "exit_code": 0,
                                "files": [{"path": "out.txt", "content": "a\\nb"}]},
                               {"run": "python3 add.py x", "input": "", "output": null, "exit_code": 1, "files": []}]},
                    {"id": "C3", "check": "the page has a title", "passed": true, "self_reported": true,
                     "steps": [{"run": "sh test.sh"}]},
                    {"id": "C4", "check": "", "passed": true,
                     "steps": [{"run": "cat", "input": "a\\nb", "output": "a\\nb"}, {"run": "true", "output": ""}]}]}}
                """, """
                {"event_type": "MESSAGE", "payload": {"execution": {"results": [
                  {"id": "C1", "passed": true, "steps": []},
                  {"id": "C2", "passed": false, "steps": [
                    {"run": "python3 add.py", "output": "6", "errors": "Traceback\\nValueError: 2", "exit_code": 0,
                     "problem": "Standard output is '6', not '5'"}]}]}}}
                """);
        assertThat(report).contains("""
                  passed   $ python3 roman.py 14  →  XIV
                  FAILED   with in.txt: 2
                           $ python3 add.py < "2 3"  →  5
                           out.txt then contains:
                             a
                             b
                           $ python3 add.py x  (fails, with a message)
                           Standard output is '6', not '5'
                           It printed: 6
                           Its errors:
                             Traceback
                             ValueError: 2
                  passed   the page has a title  (self-reported)
                  passed   $ cat
                           < a
                           < b
                           a
                           b
                           $ true  →  (prints nothing)
                  Self-reported: the verdict comes from test code in the program's own process.
                """.indent(0));
    }

    @Test
    void whatCameInAnEarlierExecutionIsForgotten() {
        LatestResults results = new LatestResults();
        String failed = """
                {"event_type": "MESSAGE", "payload": {"execution": {"results": [
                  {"id": "C1", "passed": %s, "steps": [{"output": "", "errors": "", "problem": %s}]}]}}}
                """;
        results.event(Json.readTree(failed.formatted("false", "\"It printed nothing\"")));
        assertThat(results.failure("C1")).isEqualTo("It printed nothing\nIt printed: nothing");
        results.event(Json.readTree(failed.formatted("true", "null")));
        assertThat(results.failure("C1")).isEmpty();
        results.event(Json.readTree(failed.formatted("false", "\"x\"")));
        results.event(Json.readTree("{\"event_type\": \"TASK_START\", \"payload\": {}}"));
        assertThat(results.failure("C1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 roman.py 14",
                "java Todo.java",
                "Rscript main.R --fast 3",
                "PORT=80 node server.js",
                "./run.sh a b .",
                "ls",
                "npm install && npm start"
            })
    void aCommandIsPrintedAsOne(String line) {
        assertThat(ShellLine.isCommand(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Open index.html in a browser",
                "Run the program with Python 3.",
                "just call python3 on the file.",
                "Then: see the notes",
                "In the folder:",
                " "
            })
    void aSentenceIsNotPrintedAsACommand(String line) {
        assertThat(ShellLine.isCommand(line)).isFalse();
    }

    @Test
    void aTaskThatWasStoppedIsResumed() {
        assertThat(report("{\"status\": \"CANCELLED\", \"final_result\": null}"))
                .containsSubsequence("CANCELLED. The task was stopped", "Resume        mgx resume 01a2")
                .doesNotContain("Make changes");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatFailedAndWhatHelps(ErrorType type) {
        String report = report("""
                {"status": "FAILED", "error_message": "It did not work", "error_type": "%s", "final_result": null}
                """.formatted(type));
        FailureAdvice failure = FailureAdvice.of(type);
        assertThat(report)
                .containsSubsequence(
                        "FAILED. It did not work", "  " + failure.label() + ". " + failure.advice(), "Resume");
    }

    @Test
    void aReasonThatThisClientDoesNotKnowIsLeftOut() {
        assertThat(report("""
                {"status": "FAILED", "error_message": "It did not work", "error_type": "flood", "final_result": null}
                """)).contains("FAILED. It did not work").doesNotContain("flood");
    }

    private static String report(String state) {
        return report(state, "{}");
    }

    /** @param execution the latest event with results of checks */
    private static String report(String state, String execution) {
        LatestRun run = new LatestRun();
        run.event(new MgxEvent(Json.readTree(execution)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(Shell.stream(out), Shell.stream(out));
        new Report(terminal, rest -> "mgx " + rest)
                .print(
                        new MgxState(Json.readTree(state)),
                        run,
                        new UsageRows(MissingNode.getInstance()),
                        "01a2",
                        Delivered.NOWHERE);
        return Shell.text(out);
    }
}
