package dev.mgx.team;

import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.team.role.AcceptanceCheck;
import dev.mgx.team.role.CheckChange;
import dev.mgx.team.role.ProjectManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the result of a run: the files, how to run them, and the outcome of the checks. Succeeded means that every
 * acceptance check passed in the sandbox, or that nothing can be executed here, which is reported as unverified.
 *
 * @param paths the project's files
 * @param changed the checks whose test was rewritten after it had failed
 */
record Conclusion(Sandbox sandbox, ProjectManifest manifest, List<String> paths, Map<String, CheckChange> changed) {

    WorkflowResult untested(String done) {
        String summary = "%s. Not tested: %s".formatted(done, sandbox.description()) + whatWasChanged();
        return new WorkflowResult.Succeeded(summary, result(summary, Set.of(), false));
    }

    WorkflowResult tested(String done, DebuggingStage.Result result) {
        TestRun last = result.last();
        List<AcceptanceCheck> checks = manifest.checks();
        Set<String> passed = Set.copyOf(last.passed());
        if (last.proves(checks)) {
            String summary = "%s. All %d acceptance checks passed".formatted(done, checks.size())
                    + (sandbox.isolation() == Isolation.PROCESS ? " (run without isolation)." : ".")
                    + whatWasChanged();
            return new WorkflowResult.Succeeded(summary, result(summary, passed, true));
        }
        long count =
                checks.stream().filter(check -> passed.contains(check.id())).count();
        String reason = "The acceptance tests failed: %d of %d checks passed, and %s. %s"
                        .formatted(count, checks.size(), result.reason(), last.outcome())
                + whatWasChanged();
        return new WorkflowResult.Failed(reason, result(reason, passed, false));
    }

    private String whatWasChanged() {
        return changed.isEmpty()
                ? ""
                : " The test of %s was changed after it had failed.".formatted(String.join(", ", changed.keySet()));
    }

    /** The result of an unfinished project. */
    static Map<String, @Nullable Object> unfinished(Sandbox sandbox, String reason, List<String> paths) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("summary", reason);
        result.put("files", paths);
        result.put("how_to_run", "");
        result.put("checks", List.of());
        result.put("verified", false);
        result.put("sandbox", sandbox.isolation().name().toLowerCase(Locale.ROOT));
        return result;
    }

    private Map<String, @Nullable Object> result(String summary, Set<String> passed, boolean verified) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("summary", summary);
        result.put("files", paths);
        result.put("how_to_run", manifest.howToRun());
        result.put(
                "checks",
                manifest.checks().stream()
                        .map(check -> result(check, passed.contains(check.id())))
                        .toList());
        result.put("verified", verified);
        result.put("sandbox", sandbox.isolation().name().toLowerCase(Locale.ROOT));
        return result;
    }

    private Map<String, Object> result(AcceptanceCheck check, boolean passed) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", check.id());
        result.put("check", check.check());
        result.put("passed", passed);
        CheckChange change = changed.get(check.id());
        if (change != null) {
            result.put("changed", change);
        }
        return result;
    }
}
