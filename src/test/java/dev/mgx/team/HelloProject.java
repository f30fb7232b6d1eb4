package dev.mgx.team;

import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A project of one shell script and two checks, made by a scripted team. */
record HelloProject(ScriptedModel model) {
    static final String PROGRAM = "GREETING='a line of the program'\necho \"$GREETING\"\n";
    static final String REASON = "the requirement has no full stop";
    static final String REQUIREMENT = "Say hello in a line. Name a program.";

    /** What the program prints. */
    static final String RIGHT = "a line of the program";

    /** What it should print by a check that asks for something that is not required. */
    static final String WRONG = "a line of the program.";

    TeamFixture fixture(Path folder, Sandbox sandbox, String expected, String... debugger) {
        tell(expected, debugger);
        return new TeamFixture(folder, model, sandbox);
    }

    /** Scripts every role up to the failing checks, and then the debugger. */
    void tell(String expected, String... debugger) {
        tellPlan("hello.sh");
        model.says(AgentRole.QA_ENGINEER, checks(expected));
        if (!expected.equals(RIGHT)) {
            model.says(AgentRole.QA_ENGINEER, opinion(expected)); // the tester comes to the same a second time
        }
        model.says(AgentRole.ENGINEER, file("hello.sh", PROGRAM));
        model.says(AgentRole.DEBUGGER, debugger);
    }

    void tellPlan(String... paths) {
        model.says(
                AgentRole.PRODUCT_MANAGER,
                Json.write(Map.of("title", "Hello", "summary", "It greets", "goals", List.of("Say hello"))));
        model.says(
                AgentRole.ARCHITECT,
                Json.write(Map.of(
                        "overview",
                        "One script",
                        "files",
                        Arrays.stream(paths)
                                .map(path ->
                                        Map.of("path", path, "purpose", "greets", "provides", "a greeting on stdout"))
                                .toList(),
                        "run",
                        "sh hello.sh",
                        "usage",
                        List.of("sh hello.sh"))));
    }

    /** The tester's two checks: C1 passes, and C2 expects this of the same command. */
    static String checks(String expected) {
        return Json.write(Map.of(
                "checks",
                List.of(
                        check("Say hello in a line", "sh hello.sh | head -c 6", "a line"),
                        check("Name a program", "sh hello.sh", expected))));
    }

    static Map<String, Object> check(String quote, String run, String output) {
        return Map.of("quote", quote, "steps", List.of(Map.of("run", run, "output", output, "exit_code", 0)));
    }

    /** What the tester works out by hand that the command of C2 prints. */
    static String opinion(String output) {
        return Json.write(
                Map.of("thinking", "It is so.", "results", List.of(Map.of("output", output, "exit_code", 0))));
    }

    /** The tester's decision, with C2 as it is to be. */
    static String ruling(String reason, String expected) {
        return Json.write(Map.of(
                "reason",
                reason,
                "changed",
                List.of(Map.of(
                        "id",
                        "C2",
                        "quote",
                        "Name a program",
                        "steps",
                        List.of(Map.of("run", "sh hello.sh", "output", expected))))));
    }

    static String keeps(String reason) {
        return Json.write(Map.of("reason", reason, "changed", List.of()));
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
