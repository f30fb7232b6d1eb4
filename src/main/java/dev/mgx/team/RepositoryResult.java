package dev.mgx.team;

import dev.mgx.agent.LoopEnd;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.repository.baseline.Baseline;
import dev.mgx.repository.baseline.Regression;
import dev.mgx.task.ErrorType;
import dev.mgx.team.check.AcceptanceCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of changing an existing project.
 *
 * @param regression how they are now, beside the baseline
 * @param changed the paths that are not as they came
 * @param last what came of the acceptance checks
 * @param end how the engineer's work ended
 */
record RepositoryResult(
        Conclusion conclusion,
        Optional<Baseline> baseline,
        Optional<Regression> regression,
        List<String> changed,
        TestRun last,
        LoopEnd end) {

    WorkflowResult result() {
        boolean holds = regression.map(Regression::holds).orElse(true);
        boolean done = conclusion.manifest().checks().isEmpty()
                ? end.cause() == LoopEnd.Cause.DONE
                : last.proves(conclusion.manifest().checks());
        boolean mended = regression.stream().anyMatch(each -> !each.mended().isEmpty());
        boolean verified =
                done && holds && (mended || !conclusion.manifest().checks().isEmpty());
        if (changed.isEmpty()) {
            return failed("Nothing was changed" + why());
        }
        if (!done || !holds) {
            return failed("The change is not done: %s%s".formatted(String.join("; ", state()), why()));
        }
        String files =
                changed.size() == 1 ? "Changed " + changed.getFirst() : "Changed %d files".formatted(changed.size());
        String summary = "%s%s: %s.%s"
                .formatted(
                        conclusion.whatIsUncovered(),
                        files,
                        String.join("; ", state()),
                        verified ? "" : " Not verified: no acceptance check could be made from the requirement.");
        return new WorkflowResult.Succeeded(summary, detailed(summary, verified));
    }

    private String why() {
        return end.cause() == LoopEnd.Cause.DONE ? "" : ": " + end.reason();
    }

    /** How the checks and the tests stand, in the order in which a person asks. */
    private List<String> state() {
        List<String> state = new ArrayList<>();
        List<AcceptanceCheck> checks = conclusion.manifest().checks();
        if (!checks.isEmpty()) {
            state.add("%d of %d acceptance checks pass".formatted(last.passed().size(), checks.size()));
            Conclusion.firstFailure(last).ifPresent(state::add);
        }
        state.add(tests());
        return state;
    }

    private String tests() {
        if (regression.isEmpty()) {
            return "its own tests were not run, as no way to run them was found";
        }
        String text = regression.get().text().replace("\n", " ").replaceFirst("\\.$", "");
        boolean green = baseline.stream().anyMatch(before -> !before.passed().isEmpty());
        return green || !regression.get().mended().isEmpty()
                ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
                : "none of its own tests passed before, so none shows what still works";
    }

    private WorkflowResult failed(String reason) {
        return new WorkflowResult.Failed(ErrorType.CHECKS_FAILED, reason, detailed(reason, false));
    }

    private Map<String, @Nullable Object> detailed(String summary, boolean verified) {
        Map<String, @Nullable Object> result =
                new LinkedHashMap<>(conclusion.result(summary, Set.copyOf(last.passed()), verified));
        result.put("files", changed);
        baseline.ifPresent(each -> result.put("baseline", compared(each)));
        return result;
    }

    private Map<String, @Nullable Object> compared(Baseline before) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("command", before.command());
        Map<String, List<String>> tests = new LinkedHashMap<>();
        tests.put("passed", before.passed());
        tests.put("failed", before.failed());
        tests.put("skipped", before.skipped());
        tests.put("flaky", before.flaky());
        shown.put("before", tests);
        shown.put("after", regression.orElse(null));
        return shown;
    }
}
