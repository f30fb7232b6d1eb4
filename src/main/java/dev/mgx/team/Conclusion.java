package dev.mgx.team;

import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.ErrorType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckChange;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.Wishes;
import dev.mgx.team.role.ProjectManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the result of a run: the files, how to run them, and the outcome of the checks. Succeeded means that every
 * acceptance check passed in the sandbox, or that nothing can be executed or checked here, which is reported as
 * unverified.
 *
 * @param manifest with the checks as they are at the end
 * @param paths the project's files
 * @param words the requirement, and what was asked for since
 * @param simulated whether no real model answered, which serves only what it knows
 */
record Conclusion(
        Sandbox sandbox, ProjectManifest manifest, List<String> paths, RequirementText words, boolean simulated) {
    private static final int MOST_SHOWN = 3;

    WorkflowResult untested(String done) {
        return unverified("%s. Not tested: %s".formatted(done, sandbox.description()));
    }

    /** @param missing programs that the project is started with and the sandbox does not have */
    WorkflowResult unchecked(String done, List<String> missing) {
        if (!missing.isEmpty()) {
            return unverified(
                    "%s. Not verified: the sandbox has no %s, which starts it. Install it on this machine, and it is checked."
                            .formatted(done, String.join(" and no ", missing)));
        }
        return unverified(
                "%s. Not verified: no acceptance check could be made from the requirement. Say what must come of"
                                .formatted(done)
                        + " which command, and it is checked.");
    }

    private WorkflowResult unverified(String sentence) {
        String summary = whatIsUncovered() + sentence + whatWasChanged();
        return new WorkflowResult.Succeeded(summary, result(summary, Set.of(), false));
    }

    WorkflowResult tested(String done, DebuggingStage.Result result) {
        TestRun last = result.last();
        List<AcceptanceCheck> checks = manifest.checks();
        Set<String> passed = Set.copyOf(last.passed());
        if (last.proves(checks)) {
            String summary = whatIsUncovered()
                    + "%s. %s acceptance %s passed"
                            .formatted(
                                    done,
                                    checks.size() == 1 ? "The one" : "All %d".formatted(checks.size()),
                                    checks.size() == 1 ? "check" : "checks")
                    + (sandbox.isolation() == Isolation.PROCESS ? " (run without isolation)." : ".")
                    + whatWasChanged();
            return new WorkflowResult.Succeeded(summary, result(summary, passed, true));
        }
        long count =
                checks.stream().filter(check -> passed.contains(check.id())).count();
        String reason = "The acceptance tests failed: %d of %d checks passed, and %s. %s"
                        .formatted(
                                count,
                                checks.size(),
                                result.reason(),
                                firstFailure(last).map(failure -> failure + ".").orElse(""))
                + whatWasChanged();
        return new WorkflowResult.Failed(ErrorType.CHECKS_FAILED, reason, result(reason, passed, false));
    }

    static Optional<String> firstFailure(TestRun last) {
        return last.results().stream()
                .filter(result -> !result.passed() && !result.steps().isEmpty())
                .findFirst()
                .map(result -> "%s: `%s`: %s"
                        .formatted(
                                result.id(),
                                result.steps().getLast().run(),
                                String.valueOf(result.steps().getLast().problem())));
    }

    private List<String> uncovered() {
        List<String> sentences = words.uncovered(manifest.checks());
        if (!simulated) {
            return sentences;
        }
        String program =
                String.join("\n", manifest.title(), manifest.summary(), manifest.howToRun(), manifest.interfaces());
        return new Wishes(words).leftOut(sentences, program, manifest.checks());
    }

    String whatIsUncovered() {
        List<String> uncovered = uncovered();
        if (uncovered.isEmpty() || manifest.checks().isEmpty()) {
            return "";
        }
        String more = uncovered.size() > MOST_SHOWN ? " and %d more".formatted(uncovered.size() - MOST_SHOWN) : "";
        return "Not covered by a check: %s%s. "
                .formatted(
                        uncovered.stream()
                                .limit(MOST_SHOWN)
                                .map(sentence -> "“%s”".formatted(sentence))
                                .collect(Collectors.joining(", ")),
                        more);
    }

    private String whatWasChanged() {
        return manifest.changedChecks().isEmpty()
                ? ""
                : " %s was changed after it had failed."
                        .formatted(String.join(", ", manifest.changedChecks().keySet()));
    }

    /** The result of an unfinished project. */
    static Map<String, @Nullable Object> unfinished(Sandbox sandbox, String reason, List<String> paths) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("summary", reason);
        result.put("files", paths);
        result.put("how_to_run", "");
        result.put("checks", List.of());
        result.put("uncovered", List.of());
        result.put("verified", false);
        result.put("sandbox", sandbox.isolation().name().toLowerCase(Locale.ROOT));
        return result;
    }

    Map<String, @Nullable Object> result(String summary, Set<String> passed, boolean verified) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("summary", summary);
        result.put("files", paths);
        result.put("how_to_run", manifest.howToRun());
        result.put(
                "checks",
                manifest.checks().stream()
                        .map(check -> result(check, passed.contains(check.id())))
                        .toList());
        result.put("uncovered", uncovered());
        result.put("verified", verified);
        result.put("sandbox", sandbox.isolation().name().toLowerCase(Locale.ROOT));
        return result;
    }

    private Map<String, @Nullable Object> result(AcceptanceCheck check, boolean passed) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(Json.readMap(Json.write(check)));
        result.put("passed", passed);
        CheckChange change = manifest.changedChecks().get(check.id());
        if (change != null) {
            result.put("changed", change);
        }
        return result;
    }
}
