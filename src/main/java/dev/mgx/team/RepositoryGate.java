package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.engine.Step;
import dev.mgx.repository.baseline.Baseline;
import dev.mgx.repository.baseline.Regression;
import dev.mgx.repository.baseline.TestReport;
import dev.mgx.task.AgentRole;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.workspace.ProjectDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a change of an existing project must pass: it is one, its new checks pass, and the tests that passed before still do. The
 * tests run where nothing else is wrong, as they may take long.
 *
 * @param command runs the project's own tests
 * @param baseline how they were before; empty if there are none
 * @param before the project as it was, by {@link ProjectDigest}
 */
record RepositoryGate(
        TestingStage testing,
        FolderCommand folder,
        ProjectManifest manifest,
        String command,
        Optional<Baseline> baseline,
        String before)
        implements WorkGate {
    static final String TESTS = "tests";
    private static final String CHANGE = "change";

    /** How the project stands before anything is done. */
    CheckReport untouched() {
        List<String> failed = manifest.checks().isEmpty()
                ? List.of(CHANGE)
                : manifest.checks().stream().map(check -> check.id()).toList();
        return new CheckReport(List.of(), failed, "Nothing is changed yet.");
    }

    @Override
    public CheckReport judge(Step step, Map<String, String> texts, Map<String, byte[]> binaries)
            throws InterruptedException {
        if (manifest.checks().isEmpty() && ProjectDigest.of(texts, binaries).equals(before)) {
            return untouched();
        }
        CheckReport checks = manifest.checks().isEmpty()
                ? new CheckReport(List.of(CHANGE), List.of(), "")
                : testing.executeIn(
                                step, AgentRole.ENGINEER, manifest, texts, binaries, StageProgress.EXECUTION.begun())
                        .report();
        return checks.failed().isEmpty() && baseline.isPresent() ? withTests(step, checks, texts, binaries) : checks;
    }

    private CheckReport withTests(
            Step step, CheckReport checks, Map<String, String> texts, Map<String, byte[]> binaries)
            throws InterruptedException {
        Regression regression = baseline.orElseThrow().compare(tests(step, texts, binaries));
        List<String> passed = new ArrayList<>(checks.passed());
        if (regression.holds()) {
            passed.add(TESTS);
            return new CheckReport(passed, List.of(), "");
        }
        return new CheckReport(
                passed, List.of(TESTS), "%s\nThe tests are run with `%s`.".formatted(regression.text(), command));
    }

    /** Without a check to decide, the engineer does. */
    @Override
    public boolean isDecisive() {
        return !manifest.checks().isEmpty();
    }

    /** Runs the project's own tests; what they change is dropped. */
    TestReport tests(Step step, Map<String, String> texts, Map<String, byte[]> binaries) throws InterruptedException {
        return tests(folder, command, step, texts, binaries);
    }

    static TestReport tests(
            FolderCommand folder, String command, Step step, Map<String, String> texts, Map<String, byte[]> binaries)
            throws InterruptedException {
        return report(folder.run(step, command, texts, binaries));
    }

    static TestReport report(FolderCommand.Ran ran) {
        return TestReport.read(ran.output(), ran.execution().exit().orElse(-1));
    }
}
