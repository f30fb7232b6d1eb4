package dev.mgx.team;

import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A project of one shell script and its test, made by a scripted team. */
record HelloProject(ScriptedModel model) {
    static final String PROGRAM = "GREETING='a line of the program'\necho \"$GREETING\"\n";
    static final String REASON = "the requirement has no full stop";

    /** Checks something for C2 that is not required, and quotes the program. */
    static final String TEST = """
            cat hello.sh
            sh hello.sh | grep -q line && echo 'PASS C1' || echo 'FAIL C1 no line'
            sh hello.sh | grep -q 'program[.]' && echo 'PASS C2' || echo 'FAIL C2 no full stop'
            """;

    static final String RIGHT_TEST = TEST.replace("[.]", "");
    static final String PASSES_ALWAYS = "echo PASS C1; echo PASS C2";

    TeamFixture fixture(Path folder, Sandbox sandbox, String test, String... debugger) {
        tell(test, debugger);
        return new TeamFixture(folder, model, sandbox);
    }

    /** Scripts every role up to the failing tests, and then the debugger. */
    void tell(String test, String... debugger) {
        tellPlan("test.sh", "hello.sh");
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        model.says(AgentRole.QA_ENGINEER, file("test.sh", test));
        model.says(AgentRole.DEBUGGER, debugger);
    }

    void tellPlan(String testFile, String... paths) {
        List<Map<String, String>> checks = List.of(
                Map.of("id", "C1", "check", "It says a line"), Map.of("id", "C2", "check", "It names a program"));
        model.says(
                AgentRole.PRODUCT_MANAGER,
                Json.write(Map.of("title", "Hello", "summary", "It greets", "checks", checks)));
        List<Map<String, String>> files = new ArrayList<>();
        for (String path : paths) {
            files.add(Map.of("path", path, "purpose", "greets", "provides", "a greeting on stdout"));
        }
        model.says(
                AgentRole.ARCHITECT,
                Json.write(Map.of(
                        "overview",
                        "One script",
                        "files",
                        files,
                        "how_to_run",
                        "sh hello.sh",
                        "test_file",
                        testFile,
                        "test_command",
                        List.of("sh", "-c", "sh " + testFile + "; exit 0"))));
    }

    static String file(String path, String content) {
        return "=== FILE %s ===%n%s%n=== END FILE ==="
                .formatted(path, content.strip())
                .replace("\r\n", "\n");
    }

    static String dispute(String checks) {
        return "=== DISPUTE %s ===\n%s\n=== END DISPUTE ===".formatted(checks, REASON);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> checks(TaskState state) {
        return (List<Map<String, Object>>) Objects.requireNonNull(
                Objects.requireNonNull(state.finalResult()).get("checks"));
    }
}
