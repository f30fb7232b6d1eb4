package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.FileBlock;
import dev.mgx.packages.Dependency;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.Lock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.VisualType;
import dev.mgx.team.answer.FileAnswer;
import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.StructuredAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.ChangePlan;
import dev.mgx.team.role.FileRelevance;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes a finished project by a person's message or by an instruction for one file. The editor changes the files; what
 * the change must do is checked by checks of its own, which the tester writes without seeing the program.
 */
record ChangeStage(TeamRun team) {
    private static final PromptTemplate CHANGE_PLAN =
            PromptTemplate.load(AgentRole.ARCHITECT, "change-plan", "change-plan", 3_000);

    private static final PromptTemplate CHANGE_PLAN_WITH_PACKAGES =
            PromptTemplate.load(AgentRole.ARCHITECT, "change-plan-with-packages", "change-plan-with-packages", 3_000);

    private static final PromptTemplate EDITOR = PromptTemplate.load(AgentRole.EDITOR, "editor", 12_000);

    /** The journaled result of a step that changed a file. */
    record Edited(String path) {}

    /**
     * A change to a file: what the person asked for, and what of it is to be done there.
     *
     * @param base the content that it is a change of; null for that of the latest version
     */
    private record FileChange(
            String path,
            String request,
            String purpose,
            @Nullable String base) {}

    /** Plans the changes, writes checks for them, makes them, and tests the project again. */
    WorkflowResult followUp(String message) throws InterruptedException {
        ProjectManifest manifest = manifest();
        RequirementText words = new RequirementText(team.requirement() + "\n" + message);
        ChangePlan plan = equipped(message, manifest);
        ProjectManifest checked = checks(message, plan, manifest);
        int number = 0;
        for (ChangePlan.PlannedChange planned : plan.changes()) {
            team.notes().takeBefore("edit:" + planned.path());
            FileChange change = new FileChange(planned.path(), message, planned.purpose(), null);
            edit(change, StageProgress.FILES.done(number++, plan.changes().size()));
        }
        return SoftwareTeam.finish(team, checked, words, "Changed %s".formatted(manifest.title()));
    }

    /** Changes one file as instructed and runs the checks once, without repairs. */
    WorkflowResult edit(RunRequest request) throws InterruptedException {
        String path = request.input().getOrDefault("file_path", "");
        String instruction = request.input().getOrDefault("instruction", "");
        ProjectManifest manifest = manifest();
        if (path.equals(ProjectManifest.PATH)) {
            return new WorkflowResult.Failed(
                    ErrorType.INTERNAL, path + " is maintained by the team; ask for the change in a message", null);
        }
        if (isOfALock(path)) {
            return new WorkflowResult.Failed(
                    ErrorType.INTERNAL,
                    path + " is maintained by the team: the packages are those that were chosen with the design",
                    null);
        }
        FileChange change =
                new FileChange(path, instruction, instruction, request.input().get("base"));
        if (request.restores()) {
            restore(change, StageProgress.FILES.begun());
        } else {
            edit(change, StageProgress.FILES.begun());
        }
        RequirementText words = team.requirementText();
        String done = "Changed " + path;
        if (SoftwareTeam.cannotBeTested(team, manifest)) {
            return SoftwareTeam.untested(team, manifest, words, done);
        }
        TestRun testRun =
                new TestingStage(team, words).execute(1, AgentRole.EDITOR, manifest, StageProgress.DEBUGGING.done());
        return SoftwareTeam.conclusion(team, manifest, words)
                .tested(done, new DebuggingStage.Result(testRun, "an edit is not debugged automatically"));
    }

    private boolean isOfALock(String path) throws InterruptedException {
        return team.run()
                .step(
                        "lock",
                        Boolean.class,
                        step -> Lock.paths(team.files().keySet()).contains(path));
    }

    private ProjectManifest manifest() throws InterruptedException {
        return team.run().step("manifest", ProjectManifest.class, step -> {
            String text = team.files().get(ProjectManifest.PATH);
            if (text == null) {
                throw new StepFailed(
                        ErrorType.INTERNAL,
                        "There is no finished project to change: its first run did not complete one");
            }
            try {
                ProjectManifest manifest = ProjectManifest.read(text);
                step.conclude(EventDraft.of(EventType.LOG, "Read the acceptance criteria from " + ProjectManifest.PATH)
                        .with("document", Json.readMap(Json.write(manifest))));
                return manifest;
            } catch (MalformedJson e) {
                throw new StepFailed(
                        ErrorType.INTERNAL, "%s cannot be read: %s".formatted(ProjectManifest.PATH, e.getMessage()), e);
            }
        });
    }

    /** The plan with its packages installed; a person has approved them where that is wanted. */
    private ChangePlan equipped(String message, ProjectManifest manifest) throws InterruptedException {
        ChangePlan plan = changePlan("change-plan", message, manifest, "", "");
        if (plan.packages().isEmpty()) {
            return plan;
        }
        Ecosystem ecosystem = manifest.ecosystem().orElseThrow();
        List<String> doubts = ecosystem.doubts(names(ecosystem, plan));
        if (!doubts.isEmpty()) {
            String comment = String.join(" ", doubts) + " Name those that are meant.";
            plan = changePlan("change-plan-again", message, manifest, plan.markdown(), comment);
            doubts = ecosystem.doubts(names(ecosystem, plan));
        }
        boolean asks = team.run().task().options().asksForPackages() || !doubts.isEmpty();
        if (asks && !plan.packages().isEmpty()) {
            PlanApproval approval = new PlanApproval(team.limits().approvalTimeout());
            String content = plan.markdown() + PlanApproval.content(doubts);
            if (approval.ask(team.run(), 1, content, List.of()) instanceof PlanApproval.Answer.Change(String comment)) {
                return changePlan("change-plan-changed", message, manifest, plan.markdown(), comment)
                        .with(List.of());
            }
        }
        if (plan.packages().isEmpty()) {
            return plan;
        }
        PackageStage.Installed installed = new PackageStage(team).add("packages", ecosystem, plan.packages());
        return installed.refused().isEmpty()
                ? plan.with(installed.packages())
                : changePlan(
                                "change-plan-without",
                                message,
                                manifest,
                                plan.markdown(),
                                installed.refused() + " Do without them.")
                        .with(List.of());
    }

    private static List<String> names(Ecosystem ecosystem, ChangePlan plan) {
        return plan.packages().stream()
                .flatMap(text -> ecosystem.parsed(text).stream())
                .map(Dependency::name)
                .toList();
    }

    private ChangePlan changePlan(
            String name, String message, ProjectManifest manifest, String lastPlan, String comment)
            throws InterruptedException {
        team.notes().takeBefore(name);
        return team.run().step(name, ChangePlan.class, step -> {
            Turn turn = Turn.begin(
                    team, step, AgentRole.ARCHITECT, null, "Planning the change", StageProgress.DESIGN.begun());
            Map<String, String> files = team.files();
            Optional<Ecosystem> ecosystem = ecosystem(message, manifest);
            PromptTemplate template = ecosystem.isEmpty() ? CHANGE_PLAN : CHANGE_PLAN_WITH_PACKAGES;
            FormEcho form = template.form(team.requirement() + "\n" + message);
            FittedPrompt prompt = turn.prompt(template)
                    .text("requirement", 0.15, team.requirement())
                    .text("change", 0.2, message)
                    .text("notes", 0.05, team.notes().text())
                    .text("checks", 0.15, AcceptanceCheck.list(manifest.checks()))
                    .files("files", files, files.keySet())
                    .whole("ecosystems", ecosystem.map(PlanningStage::described).orElse(""))
                    .text("packages", 0.05, TeamRun.libraryNames(files))
                    .text("last_plan", 0.1, lastPlan)
                    .text("comment", 0.1, comment)
                    .fitted();
            ChangePlan plan = askedForPlan(turn, message, prompt, form, files).from(ecosystem);
            step.conclude(turn.event(EventType.MESSAGE, plan.summary())
                    .visual(VisualType.MESSAGE)
                    .with("content", plan.markdown()));
            turn.end("Planned the change", StageProgress.DESIGN.done());
            return plan;
        });
    }

    /** Where packages may come from, if the change has something to do with packages. */
    private Optional<Ecosystem> ecosystem(String message, ProjectManifest manifest) throws InterruptedException {
        RequirementText words = new RequirementText(message);
        boolean wanted = words.namesPackages()
                && !new RequirementText(team.requirement() + "\n" + message).wantsStandardLibraryOnly()
                && team.run().task().options().allowsPackages();
        if (!wanted) {
            return Optional.empty();
        }
        List<Ecosystem> offered = team.packages().offered();
        return manifest.ecosystem().filter(offered::contains);
    }

    private ChangePlan askedForPlan(
            Turn turn, String message, FittedPrompt prompt, FormEcho form, Map<String, String> files)
            throws InterruptedException {
        try {
            return turn.ask(
                    prompt,
                    answer -> StructuredAnswer.read(answer, ChangePlan.class, form)
                            .onto(files.keySet()));
        } catch (UnusableAnswer e) {
            List<ChangePlan.PlannedChange> all = program(files).stream()
                    .sorted()
                    .map(path -> new ChangePlan.PlannedChange(path, message))
                    .toList();
            if (all.size() != 1) {
                throw e; // which of several files has to change is not for us to guess
            }
            turn.goOnWithout(
                    e, "the change is made in %s".formatted(all.getFirst().path()));
            return new ChangePlan("Change " + all.getFirst().path(), all, List.of(), List.of());
        }
    }

    private static Set<String> program(Map<String, String> files) {
        Set<String> program = new HashSet<>(files.keySet());
        program.remove(ProjectManifest.PATH);
        program.removeAll(Lock.paths(files.keySet()));
        return program;
    }

    /** The manifest with the checks for the change beside those that there are. */
    private ProjectManifest checks(String message, ChangePlan plan, ProjectManifest manifest)
            throws InterruptedException {
        return team.run().step("change-checks", ProjectManifest.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    AgentRole.QA_ENGINEER,
                    null,
                    "Writing checks for the change",
                    StageProgress.CHECKS.begun());
            Map<String, String> files = team.files();
            ProjectManifest current = withPackages(manifest.in(files), plan);
            List<AcceptanceCheck> added = numbered(added(step, turn, message, plan, current, files), current);
            ProjectManifest changed = current.changed(added, Map.of());
            String list = AcceptanceCheck.list(added);
            step.conclude(turn.event(
                            EventType.MESSAGE,
                            added.isEmpty()
                                    ? "No check could be made from the change"
                                    : "Checks for the change: %d".formatted(added.size()))
                    .visual(VisualType.MESSAGE)
                    .with("content", list.isEmpty() ? "None" : "```\n%s\n```".formatted(list))
                    .with("document", Json.readMap(Json.write(changed))));
            step.save(changed.draft());
            turn.end("Wrote checks for the change", StageProgress.CHECKS.done());
            return changed;
        });
    }

    private static ProjectManifest withPackages(ProjectManifest manifest, ChangePlan plan) {
        return plan.packages().isEmpty()
                ? manifest
                : manifest.installedFrom(manifest.ecosystem().orElseThrow());
    }

    private List<AcceptanceCheck> added(
            Step step, Turn turn, String message, ChangePlan plan, ProjectManifest manifest, Map<String, String> files)
            throws InterruptedException {
        Set<String> paths = program(files);
        plan.changes().forEach(change -> paths.add(change.path()));
        List<String> usage = new ArrayList<>(manifest.howToRun().lines().toList());
        usage.addAll(plan.usage());
        CheckStage.Known known = new CheckStage.Known(String.join("\n", usage), manifest.interfaces(), paths);
        return new CheckStage(team)
                .proposed(step, turn, new RequirementText(message), message, known, List.of(), manifest.checks());
    }

    /** With ids after those that there are. */
    private static List<AcceptanceCheck> numbered(List<AcceptanceCheck> added, ProjectManifest manifest) {
        int last = manifest.lastNumber();
        List<AcceptanceCheck> numbered = new ArrayList<>();
        added.forEach(check -> numbered.add(check.withId("C" + (last + numbered.size() + 1))));
        return numbered;
    }

    private void edit(FileChange change, double progress) throws InterruptedException {
        String path = change.path();
        team.run().step("edit:" + path, Edited.class, step -> {
            Turn turn = Turn.begin(team, step, AgentRole.EDITOR, path, "Changing " + path, progress);
            Map<String, String> files = new HashMap<>(team.files());
            String before = files.getOrDefault(path, "");
            if (change.base() != null) {
                files.put(path, change.base());
            }
            String after = turn.ask(
                    turn.prompt(EDITOR)
                            .text("requirement", 0.1, team.requirement())
                            .text("change", 0.15, change.request())
                            .text("purpose", 0.05, change.purpose())
                            .text("packages", 0.05, TeamRun.libraryNames(files))
                            .text("notes", 0.05, team.notes().text())
                            .whole("file", asItIs(files, path))
                            .files("files", files, others(files, path))
                            .whole("path", path)
                            .fitted(),
                    answer -> FileAnswer.one(answer, path));
            save(step, turn, path, before, after);
            turn.end("Changed " + path, progress);
            return new Edited(path);
        });
    }

    /** The file as it was, without asking any model. */
    private void restore(FileChange change, double progress) throws InterruptedException {
        String path = change.path();
        team.run().step("edit:" + path, Edited.class, step -> {
            Turn turn = Turn.begin(team, step, AgentRole.EDITOR, path, "Restoring " + path, progress);
            save(step, turn, path, team.files().getOrDefault(path, ""), Objects.requireNonNullElse(change.base(), ""));
            turn.end("Restored " + path, progress);
            return new Edited(path);
        });
    }

    private static void save(Step step, Turn turn, String path, String before, String after) {
        step.conclude(turn.event(EventType.MESSAGE, "Changed " + path)
                .diff(UnifiedDiff.between(path, before, after))
                .with("content", after));
        step.save(new ArtifactDraft(path, after, AgentRole.EDITOR));
    }

    private static String asItIs(Map<String, String> files, String path) {
        String content = files.get(path);
        return content == null ? "" : new FileBlock(path, content).text();
    }

    /** The other files, those mentioned in this one first. */
    private static List<String> others(Map<String, String> files, String path) {
        return new FileRelevance(files, files.getOrDefault(path, ""))
                .paths().stream().filter(other -> !other.equals(path)).toList();
    }
}
