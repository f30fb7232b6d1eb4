package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.AcceptanceCheck;
import dev.mgx.team.role.ProjectManifest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the acceptance tests in the sandbox, streaming their output as events. */
record TestingStage(TeamRun team, ProjectManifest manifest) {

    /**
     * Runs the tests once.
     *
     * @param number 1, 2, … within the run
     * @param role the role whose work is tested
     */
    TestRun execute(int number, AgentRole role, double progress) throws InterruptedException {
        return team.run().step(team.attemptName("execute-" + number), TestRun.class, step -> {
            step.emit(EventDraft.of(EventType.LOG, "Running " + String.join(" ", manifest.testCommand()))
                    .by(role)
                    .with("isolation", team.sandbox().isolation().name().toLowerCase(Locale.ROOT)));
            CheckLines checkLines = new CheckLines();
            Map<String, String> files = team.files();
            Execution execution = run(step, role, files, checkLines);
            TestRun testRun = TestRun.of(manifest.testCommand(), execution, checkLines);
            ProjectManifest before = manifest.in(files);
            ProjectManifest after = before.tried(testRun.passed());
            if (!after.equals(before)) {
                step.save(after.draft());
            }
            boolean passed = testRun.proves(manifest.checks());
            step.conclude(EventDraft.of(EventType.MESSAGE, describe(testRun, passed))
                    .by(role)
                    .file(manifest.testFile())
                    .execution(testRun.text())
                    .with("execution", testRun.details(passed, after.changedChecks()))
                    .with("progress", progress));
            return testRun;
        });
    }

    private Execution run(Step step, AgentRole role, Map<String, String> files, CheckLines checkLines)
            throws InterruptedException {
        try {
            Command command = new Command(manifest.testCommand(), files, step.timeLeft());
            return team.sandbox().run(command, lines -> {
                lines.forEach(line -> checkLines.read(line.text()));
                step.emit(lines.stream().map(line -> streamed(line, role)).toList());
            });
        } catch (SandboxFailure | SandboxUnavailable | IllegalArgumentException e) {
            throw new StepFailed("The acceptance tests could not be run: " + e.getMessage(), e);
        }
    }

    private EventDraft streamed(OutputLine line, AgentRole role) {
        return EventDraft.of(EventType.EXECUTION_STREAM, line.text())
                .by(role)
                .file(manifest.testFile())
                .visual(VisualType.EXECUTION)
                .with("stream_type", line.stream().name().toLowerCase(Locale.ROOT))
                .with("line", line.text());
    }

    private String describe(TestRun testRun, boolean passed) {
        List<AcceptanceCheck> checks = manifest.checks();
        long count = checks.stream()
                .filter(check -> testRun.passed().contains(check.id()))
                .count();
        return passed
                ? "All %d acceptance checks passed. %s".formatted(checks.size(), testRun.outcome())
                : "%d of %d acceptance checks passed. %s".formatted(count, checks.size(), testRun.outcome());
    }
}
