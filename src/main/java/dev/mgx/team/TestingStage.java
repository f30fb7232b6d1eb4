package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.sandbox.StreamType;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.RequestLine;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.StepOutcome;
import dev.mgx.team.check.Verdict;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.workspace.FixedFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Runs the acceptance checks in the sandbox, each in a folder of its own, and judges what came.
 *
 * @param words the requirement, and what was asked for since
 */
record TestingStage(TeamRun team, RequirementText words) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** After so many programs that did not end in time, the others are not waited for. */
    private static final int MOST_TIMEOUTS = 2;

    /** Longer outputs are shortened in the middle where they are kept. */
    private static final int LONGEST_OUTPUT = 4_000;

    /**
     * Runs the checks once.
     *
     * @param number 1, 2, … within the run
     * @param role the role whose work is tested
     */
    TestRun execute(int number, AgentRole role, ProjectManifest manifest, double progress) throws InterruptedException {
        return team.run()
                .step(
                        team.attemptName("execute-" + number),
                        TestRun.class,
                        step -> executeIn(
                                step, role, manifest, team.files(), team.run().binaries(), progress));
    }

    /**
     * The same within a step that does more.
     *
     * @param files the texts of the project as this step leaves them
     * @param binaries its other files, by path
     */
    TestRun executeIn(
            Step step,
            AgentRole role,
            ProjectManifest manifest,
            Map<String, String> files,
            Map<String, byte[]> binaries,
            double progress)
            throws InterruptedException {
        ProjectManifest before = manifest.in(files);
        step.emit(EventDraft.of(
                        EventType.LOG,
                        "Running %d acceptance checks".formatted(before.checks().size()))
                .by(role)
                .with("isolation", team.sandbox().isolation().name().toLowerCase(Locale.ROOT)));
        TestRun testRun = run(step, role, before, files, binaries);
        ProjectManifest after = before.tried(testRun.passed());
        if (!after.equals(before)) {
            step.save(after.draft());
        }
        step.conclude(EventDraft.of(EventType.MESSAGE, testRun.outcome())
                .by(role)
                .file(subject(before, files))
                .execution(testRun.text())
                .with("execution", testRun.details(after.changedChecks()))
                .with("progress", progress));
        return testRun;
    }

    /** The file of the project that its first command names, which the events are about. */
    private static String subject(ProjectManifest manifest, Map<String, String> files) {
        return manifest.howToRun()
                .lines()
                .limit(1)
                .flatMap(BLANKS::splitAsStream)
                .filter(files::containsKey)
                .findFirst()
                .orElse(ProjectManifest.PATH);
    }

    private TestRun run(
            Step step,
            AgentRole role,
            ProjectManifest manifest,
            Map<String, String> files,
            Map<String, byte[]> binaries)
            throws InterruptedException {
        Map<String, String> program = new HashMap<>(files);
        program.remove(ProjectManifest.PATH);
        String subject = subject(manifest, files);
        Verdict verdict = new Verdict(words);
        List<CheckOutcome> results = new ArrayList<>();
        List<AcceptanceCheck> left = new ArrayList<>(manifest.checks());
        Duration took = Duration.ZERO;
        String ending = ExitReason.EXITED.name();
        int timeouts = 0;
        while (!left.isEmpty() && timeouts < MOST_TIMEOUTS) {
            int before = left.size();
            CheckScript script =
                    new CheckScript(left, manifest.service(), UUID.randomUUID().toString());
            Execution execution = executed(step, script, program, binaries, () -> {
                while (!left.isEmpty() && script.isOver(left.getFirst())) {
                    results.add(judged(step, role, subject, verdict, script, left.removeFirst(), ""));
                }
            });
            took = took.plus(execution.duration());
            if (!left.isEmpty() && left.size() == before) { // alone to blame, as nothing ran before it
                ending = execution.exitReason().name();
                timeouts += execution.exitReason() == ExitReason.TIMED_OUT ? 1 : 0;
                results.add(judged(step, role, subject, verdict, script, left.removeFirst(), ended(execution)));
            }
        }
        left.forEach(check -> results.add(verdict.of(check, List.of(), "not run, as others did not end in time")));
        return new TestRun(
                verdict.together(manifest.checks(), results), took.toMillis(), ending.toLowerCase(Locale.ROOT));
    }

    /** Whether two programs did the same where they failed the same check, as a check would compare it. */
    boolean cameAlike(CheckOutcome one, CheckOutcome other) {
        if (!one.id().equals(other.id())
                || one.steps().isEmpty()
                || one.steps().size() != other.steps().size()) {
            return false;
        }
        StepOutcome here = one.steps().getLast();
        StepOutcome there = other.steps().getLast();
        return here.run().equals(there.run())
                && Objects.equals(here.exitCode(), there.exitCode())
                && new Verdict(words).sameOutput(here.output(), there.output());
    }

    private static CheckOutcome judged(
            Step step,
            AgentRole role,
            String subject,
            Verdict verdict,
            CheckScript script,
            AcceptanceCheck check,
            String ended)
            throws InterruptedException {
        CheckOutcome outcome = shortened(verdict.of(check, script.finished(check), ended));
        step.emit(streamed(outcome, role, subject));
        return outcome;
    }

    private static String ended(Execution execution) {
        return switch (execution.exitReason()) {
            case EXITED -> "it ended before its command was over";
            case TIMED_OUT -> "it took too long and was stopped";
            case OUT_OF_MEMORY -> "it used too much memory and was stopped";
            case OUTPUT_FLOOD -> "it wrote too much output and was stopped";
            case STOPPED -> "it was stopped";
        };
    }

    /** Judges the checks that are over. */
    private interface Judge {
        void judge() throws InterruptedException;
    }

    private Execution executed(
            Step step, CheckScript script, Map<String, String> program, Map<String, byte[]> binaries, Judge judge)
            throws InterruptedException {
        try {
            Command plain = new Command(script.argv(), script.beside(program), step.timeLeft())
                    .with(team.libraries(program, step));
            Command command = binaries.isEmpty() ? plain : plain.in(new FixedFiles(binaries));
            return team.sandbox().run(command, new OutputListener() {
                @Override
                public void lines(List<OutputLine> lines) throws InterruptedException {
                    lines.stream()
                            .filter(line -> line.stream() == StreamType.STDOUT)
                            .forEach(line -> script.read(line.text()));
                    judge.judge();
                }

                @Override
                public void waits() throws InterruptedException {
                    step.emit(EventDraft.of(
                            EventType.LOG,
                            "Waiting for a free slot to run the checks; other tasks' programs have them all"));
                }
            });
        } catch (SandboxFailure | SandboxUnavailable | IllegalArgumentException e) {
            throw new StepFailed(ErrorType.SANDBOX, "The acceptance checks could not be run: " + e.getMessage(), e);
        }
    }

    private static CheckOutcome shortened(CheckOutcome outcome) {
        return new CheckOutcome(
                outcome.id(),
                outcome.passed(),
                outcome.steps().stream()
                        .map(step -> new StepOutcome(
                                step.run(),
                                shortened(step.output()),
                                shortened(step.errors()),
                                step.exitCode(),
                                step.problem()))
                        .toList());
    }

    /** Compilers print the cause first, programs last, so half of each end is kept. */
    private static String shortened(String text) {
        int half = LONGEST_OUTPUT / 2;
        return text.length() <= LONGEST_OUTPUT
                ? text
                : text.substring(0, half) + "\n[…]\n" + text.substring(text.length() - half);
    }

    private static List<EventDraft> streamed(CheckOutcome outcome, AgentRole role, String file) {
        List<EventDraft> events = new ArrayList<>();
        for (StepOutcome step : outcome.steps()) {
            String before = RequestLine.of(step.run()).isPresent() ? "" : "$ ";
            events.add(streamed(before + step.run(), StreamType.STDOUT, role, file));
            step.output().lines().forEach(line -> events.add(streamed(line, StreamType.STDOUT, role, file)));
            step.errors().lines().forEach(line -> events.add(streamed(line, StreamType.STDERR, role, file)));
            if (step.problem() != null) {
                events.add(streamed("→ " + step.problem(), StreamType.STDERR, role, file));
            }
        }
        return events;
    }

    private static EventDraft streamed(String line, StreamType stream, AgentRole role, String file) {
        return EventDraft.of(EventType.EXECUTION_STREAM, line)
                .by(role)
                .file(file)
                .visual(VisualType.EXECUTION)
                .with("stream_type", stream.name().toLowerCase(Locale.ROOT))
                .with("line", line);
    }
}
