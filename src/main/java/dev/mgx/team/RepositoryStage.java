package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.agent.LoopEnd;
import dev.mgx.engine.Step;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.packages.Lock;
import dev.mgx.packages.PackageRefused;
import dev.mgx.repository.baseline.Baseline;
import dev.mgx.repository.baseline.Regression;
import dev.mgx.repository.baseline.TestCommand;
import dev.mgx.repository.baseline.TestReport;
import dev.mgx.repository.map.CodeMap;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.ProjectDigest;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A project that exists is changed: its tests are run as it is, checks are written that fail on it, and one engineer works in it
 * until they pass and what passed before still does.
 *
 * @param change what a person asked for after the first run; empty in the first one
 */
record RepositoryStage(TeamRun team, String change) {
    private static final PromptTemplate ENGINEER =
            PromptTemplate.load(AgentRole.ENGINEER, "engineer-repository", 12_000);

    /** Where projects say how they want to be worked on; it has the rights of a prompt, and no others. */
    private static final String INSTRUCTIONS = "AGENTS.md";

    /** Of the window, for the map; the files that matter most stand beside it. */
    private static final double MAP = 0.2;

    /** As {@link dev.mgx.llm.TokenEstimate} counts them. */
    private static final int BYTES_PER_TOKEN = 3;

    private static final int MOST_FILES_SHOWN = 6;

    /** A project may grow to this many times its size, and by this many bytes and files, while commands work in it. */
    private static final int GROWTH = 2;

    private static final int MORE_FILES = 1_000;
    private static final long MORE_BYTES = 32L << 20;
    private static final int MOST_NAMED = 10;
    private static final int LONGEST_LINE = 300;

    /**
     * The journaled beginning.
     *
     * @param command that runs the project's tests; empty if none was found
     * @param before the project as it was
     * @param usesPackages whether the packages that it locks can be had
     */
    private record Begun(String command, String before, boolean usesPackages, FolderLimits folder) {}

    /** What the project's tests said before anything was changed. */
    private record Before(@Nullable Baseline baseline) {}

    private record After(@Nullable Regression regression) {}

    /** The paths that a run has changed since the project came. */
    private record Changed(List<String> paths) {}

    private RequirementText words() {
        return change.isEmpty() ? team.requirementText() : new RequirementText(team.requirement() + "\n" + change);
    }

    WorkflowResult work() throws InterruptedException {
        if (!team.sandbox().canExecute()) {
            return new WorkflowResult.Failed(
                    ErrorType.SANDBOX,
                    "A project that exists is only changed where its tests can be run. "
                            + team.sandbox().description(),
                    null);
        }
        Begun begun = begun();
        TeamRun equipped = begun.usesPackages() ? team : team.withoutLibraries();
        try (ToolFolders tools = new ToolFolders()) {
            FolderCommand folder =
                    new FolderCommand(equipped, tools, begun.folder(), InstantSource.system(), AgentRole.ENGINEER);
            return new RepositoryStage(equipped, change).changed(begun, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("What commands left could not be deleted", e);
        }
    }

    private WorkflowResult changed(Begun begun, FolderCommand folder) throws InterruptedException {
        Optional<Baseline> baseline = baseline(begun, folder);
        TestingStage testing = new TestingStage(team, words());
        ProjectManifest manifest = manifest(begun, testing);
        RepositoryGate gate = new RepositoryGate(testing, folder, manifest, begun.command(), baseline, begun.before());
        AgentBench bench = new AgentBench(team, gate, folder);
        AgentWork work = new AgentWork(team, bench, (tokens, now) -> brief(begun, manifest, tokens, now), "");
        LoopEnd end = work.untilDone(gate.untouched());
        return conclusion(gate, testing, end);
    }

    private Begun begun() throws InterruptedException {
        return team.run().step("source", Begun.class, step -> {
            Map<String, String> files = team.files();
            Map<String, byte[]> binaries = team.run().binaries();
            Optional<TestCommand> found = TestCommand.find(files);
            String given = team.run().task().options().testCommand();
            String command = given == null ? found.map(TestCommand::command).orElse("") : given;
            String tested = given != null
                    ? "its tests are run with `%s`".formatted(given)
                    : found.map(test -> "its tests are run with `%s` (%s)".formatted(test.command(), test.why()))
                            .orElse("no way to run its tests was found: say it with --test, or as test_command");
            step.conclude(EventDraft.of(
                            EventType.LOG,
                            "The project has %,d files; %s".formatted(files.size() + binaries.size(), tested))
                    .with("progress", StageProgress.REQUIREMENTS.begun()));
            String instructions = files.get(INSTRUCTIONS);
            if (instructions != null) {
                step.conclude(EventDraft.of(
                        EventType.LOG,
                        "The engineer is told what %s says (digest %s)"
                                .formatted(
                                        INSTRUCTIONS, ProjectDigest.of(Map.of(INSTRUCTIONS, instructions), Map.of()))));
            }
            long bytes = files.values().stream().mapToLong(String::length).sum()
                    + binaries.values().stream()
                            .mapToLong(content -> content.length)
                            .sum();
            FolderLimits usual = team.limits().folder();
            FolderLimits room = new FolderLimits(
                    Math.max(usual.files(), GROWTH * (files.size() + binaries.size()) + MORE_FILES),
                    Math.max(usual.bytes(), GROWTH * bytes + MORE_BYTES));
            return new Begun(command, ProjectDigest.of(files, binaries), hasPackages(step, files), room);
        });
    }

    /** Whether what the project locks can be installed; without its packages it is worked on as far as it comes. */
    private boolean hasPackages(Step step, Map<String, String> files) throws InterruptedException {
        if (Lock.in(files).isEmpty()) {
            return true;
        }
        if (!team.run().task().options().allowsPackages()) {
            step.conclude(EventDraft.of(EventType.LOG, "Its packages are not installed: package_approval is off"));
            return false;
        }
        try {
            step.emit(EventDraft.of(EventType.LOG, "Installing the packages that it locks"));
            var _ = team.packages().archives(files, step.timeLeft());
            return true;
        } catch (PackageRefused | SandboxFailure | SandboxUnavailable e) {
            step.conclude(EventDraft.of(
                    EventType.LOG, "Its packages cannot be installed, and it goes on without them: " + e.getMessage()));
            return false;
        }
    }

    /** The tests are run twice: what differs then says nothing later. */
    private Optional<Baseline> baseline(Begun begun, FolderCommand folder) throws InterruptedException {
        if (begun.command().isEmpty()) {
            return Optional.empty();
        }
        Before before = team.run().step("baseline", Before.class, step -> {
            step.emit(EventDraft.of(EventType.LOG, "Running the project's tests as it is, twice"));
            Map<String, String> files = team.files();
            Map<String, byte[]> binaries = team.run().binaries();
            FolderCommand.Ran first = folder.run(step, begun.command(), files, binaries);
            Baseline baseline = Baseline.of(
                    begun.command(),
                    RepositoryGate.report(first),
                    RepositoryGate.tests(folder, begun.command(), step, files, binaries));
            String sentence = baseline.failed().equals(List.of(TestReport.COMMAND))
                            && baseline.passed().isEmpty()
                    ? "Its tests cannot be run here, and nothing will show what still works: " + lastLine(first)
                    : sentence(baseline);
            step.conclude(EventDraft.of(EventType.MESSAGE, sentence)
                    .by(AgentRole.QA_ENGINEER)
                    .visual(VisualType.MESSAGE)
                    .with("content", sentence)
                    .with("progress", StageProgress.REQUIREMENTS.done()));
            return new Before(baseline);
        });
        return Optional.ofNullable(before.baseline());
    }

    private static String lastLine(FolderCommand.Ran ran) {
        return ran.output()
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((one, next) -> next)
                .map(line -> line.strip())
                .map(line -> line.substring(0, Math.min(LONGEST_LINE, line.length())))
                .orElse(ran.ending());
    }

    private static String sentence(Baseline baseline) {
        if (baseline.passed().equals(List.of(TestReport.COMMAND))) {
            return "Before any change its tests pass; what they print names none of them.";
        }
        int all = baseline.passed().size()
                + baseline.failed().size()
                + baseline.skipped().size()
                + baseline.flaky().size();
        StringBuilder sentence = new StringBuilder("Before any change %,d of %,d tests pass"
                .formatted(baseline.passed().size(), all));
        named(sentence, "fail", baseline.failed());
        named(sentence, "are flaky", baseline.flaky());
        return sentence.append('.').toString();
    }

    private static void named(StringBuilder sentence, String what, List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > MOST_NAMED ? ", …" : "";
            sentence.append("; %,d %s: ".formatted(names.size(), what))
                    .append(String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))))
                    .append(more);
        }
    }

    /** The checks of the change, which fail on the project as it is, beside those of earlier changes. */
    private ProjectManifest manifest(Begun begun, TestingStage testing) throws InterruptedException {
        ProjectManifest there = team.run().step("manifest-before", ProjectManifest.class, step -> {
            Prd prd = Prd.of(words());
            return new ProjectManifest(prd.title(), prd.summary(), List.of(), begun.command(), "", List.of(), Map.of())
                    .in(team.files());
        });
        for (int round = 1; ; round++) {
            String suffix = round == 1 ? "" : "-" + round;
            List<AcceptanceCheck> proposed = new CheckStage(team)
                    .checks("checks" + suffix, () -> known(begun, team.files()), change, there.checks());
            ProjectManifest manifest = failing("checks-before" + suffix, there, proposed, testing);
            if (!team.run().task().options().asksForApproval()) {
                return manifest;
            }
            PlanApproval approval = new PlanApproval(team.limits().approvalTimeout());
            switch (approval.ask(team.run(), round, plan(manifest), manifest.checks())) {
                case PlanApproval.Answer.Yes(List<AcceptanceCheck> corrected) -> {
                    return corrected.isEmpty() ? manifest : corrected(manifest, corrected);
                }
                case PlanApproval.Answer.Change(String comment) -> team.notes().add(comment);
            }
        }
    }

    private static String plan(ProjectManifest manifest) {
        return manifest.checks().isEmpty()
                ? "One engineer changes the project. No acceptance check: the change would not be verified.\n"
                : "One engineer changes the project until these pass, and what passed before still does.\n\n```\n%s\n```\n"
                        .formatted(AcceptanceCheck.list(manifest.checks()));
    }

    private CheckStage.Known known(Begun begun, Map<String, String> files) {
        int room = (int) (team.models().window(AgentRole.QA_ENGINEER).promptTokens() * MAP);
        return new CheckStage.Known(
                begun.command(),
                CodeMap.of(files).fitted(words().text(), room * BYTES_PER_TOKEN),
                files.keySet(),
                true);
    }

    /** A new check that passes on the project as it is proves nothing. */
    private ProjectManifest failing(
            String name, ProjectManifest there, List<AcceptanceCheck> proposed, TestingStage testing)
            throws InterruptedException {
        return team.run().step(name, ProjectManifest.class, step -> {
            List<AcceptanceCheck> kept = new ArrayList<>(there.checks());
            if (!proposed.isEmpty()) {
                Set<String> passed = passed(step, there.withChecks(proposed), testing);
                for (AcceptanceCheck check : proposed) {
                    if (passed.contains(check.id())) {
                        step.conclude(EventDraft.of(
                                        EventType.LOG,
                                        "%s was dropped: it passes before anything is changed".formatted(check.check()))
                                .by(AgentRole.QA_ENGINEER));
                    } else {
                        kept.add(check.withId("C"
                                + (there.lastNumber()
                                        + kept.size()
                                        - there.checks().size()
                                        + 1)));
                    }
                }
            }
            ProjectManifest manifest = there.withChecks(kept);
            step.save(manifest.draft());
            step.conclude(EventDraft.of(
                            EventType.LOG,
                            kept.isEmpty()
                                    ? "One engineer changes the project"
                                    : "The checks stand; one engineer changes the project")
                    .with("document", manifest.document())
                    .with("progress", StageProgress.CHECKS.done()));
            return manifest;
        });
    }

    private Set<String> passed(Step step, ProjectManifest proposed, TestingStage testing) throws InterruptedException {
        Map<String, String> files = team.files();
        files.remove(ProjectManifest.PATH);
        TestRun run = testing.executeIn(
                step, AgentRole.QA_ENGINEER, proposed, files, team.run().binaries(), StageProgress.CHECKS.begun());
        return Set.copyOf(run.passed());
    }

    private ProjectManifest corrected(ProjectManifest manifest, List<AcceptanceCheck> checks)
            throws InterruptedException {
        return team.run().step("manifest-approved", ProjectManifest.class, step -> {
            ProjectManifest approved = manifest.withChecks(checks);
            step.save(approved.draft());
            return approved;
        });
    }

    private FittedPrompt brief(Begun begun, ProjectManifest manifest, int tokens, CheckReport now)
            throws InterruptedException {
        Map<String, String> files = team.files();
        CodeMap map = CodeMap.of(files);
        String text = words().text();
        return new PromptBudget(ENGINEER, tokens)
                .text("requirement", 0.3, text)
                .text("checks", 0.15, AcceptanceCheck.list(manifest.checks()))
                .whole("tests", begun.command())
                .text("instructions", 0.1, files.getOrDefault(INSTRUCTIONS, ""))
                .whole("runtimes", AgentStage.runtimes(team))
                .text("map", MAP, map.fitted(text, (int) (tokens * MAP * BYTES_PER_TOKEN)))
                .text("notes", 0.1, team.notes().text())
                .text("report", 0.1, now.failures())
                .files(
                        "files",
                        files,
                        map.ranked(text).stream().limit(MOST_FILES_SHOWN).toList())
                .fitted();
    }

    private WorkflowResult conclusion(RepositoryGate gate, TestingStage testing, LoopEnd end)
            throws InterruptedException {
        ProjectManifest manifest = gate.manifest();
        TestRun last = manifest.checks().isEmpty()
                ? new TestRun(List.of(), 0, "exited")
                : testing.execute(1, AgentRole.ENGINEER, manifest, StageProgress.EXECUTION.done());
        Optional<Regression> regression = Optional.ofNullable(team.run()
                .step(
                        team.attemptName("tests-after"),
                        After.class,
                        step -> new After(
                                gate.baseline().isEmpty()
                                        ? null
                                        : gate.baseline()
                                                .get()
                                                .compare(gate.tests(
                                                        step,
                                                        team.files(),
                                                        team.run().binaries()))))
                .regression());
        List<String> changed = team.run()
                .step(team.attemptName("changed"), Changed.class, step -> new Changed(changed()))
                .paths();
        Conclusion conclusion = SoftwareTeam.conclusion(team, manifest, words());
        return new RepositoryResult(conclusion, gate.baseline(), regression, changed, last, end).result();
    }

    /** The files of either kind that are not as they came. */
    private List<String> changed() throws InterruptedException {
        Map<String, String> texts = team.files();
        Map<String, byte[]> binaries = team.run().binaries();
        Map<String, String> textsBefore = team.run().sourceFiles();
        Map<String, byte[]> binariesBefore = team.run().sourceBinaries();
        Set<String> paths = new TreeSet<>(texts.keySet());
        paths.addAll(textsBefore.keySet());
        paths.addAll(binaries.keySet());
        paths.addAll(binariesBefore.keySet());
        paths.remove(ProjectManifest.PATH);
        paths.removeIf(path -> Objects.equals(texts.get(path), textsBefore.get(path))
                && Arrays.equals(binaries.get(path), binariesBefore.get(path)));
        return List.copyOf(paths);
    }
}
