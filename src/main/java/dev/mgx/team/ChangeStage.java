package dev.mgx.team;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.FileBlock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.ChangePlan;
import dev.mgx.team.role.FileAnswer;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.ProgramInterface;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.StructuredAnswer;
import dev.mgx.team.role.TestFiles;
import dev.mgx.workspace.UnifiedDiff;
import java.util.List;
import java.util.Map;

/**
 * Changes a finished project by a person's message or by an instruction for one file. Test files are changed by the
 * tester, who does not see the program; all others by the editor.
 */
record ChangeStage(TeamRun team) {
    private static final PromptTemplate CHANGE_PLAN =
            PromptTemplate.load(AgentRole.ARCHITECT, "change-plan", "change-plan");
    private static final PromptTemplate QA_ENGINEER = PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer-change");
    private static final PromptTemplate EDITOR = PromptTemplate.load(AgentRole.EDITOR, "editor");

    /** The journaled result of a step that changed a file. */
    record Edited(String path) {}

    /**
     * A requested change to a file.
     *
     * @param request the person's message
     * @param purpose the change to make in this file
     * @param plan the whole change plan
     */
    private record FileChange(String path, String request, String purpose, String plan) {}

    /** Plans the changes, makes them, and tests the project again. */
    WorkflowResult followUp(String message) throws InterruptedException {
        ProjectManifest manifest = manifest();
        ChangePlan plan = changePlan(message, manifest);
        int number = 0;
        for (ChangePlan.PlannedChange planned : plan.changes()) {
            team.notes().takeBefore("edit:" + planned.path());
            FileChange change = new FileChange(planned.path(), message, planned.purpose(), plan.markdown());
            edit(
                    change,
                    manifest,
                    StageProgress.FILES.done(number++, plan.changes().size()));
        }
        return SoftwareTeam.finish(team, manifest, ProgramInterface.UNKNOWN, "Changed %s".formatted(manifest.title()));
    }

    /** Changes one file as instructed and runs the tests once, without repairs. */
    WorkflowResult edit(String path, String instruction) throws InterruptedException {
        ProjectManifest manifest = manifest();
        if (path.equals(ProjectManifest.PATH)) {
            return new WorkflowResult.Failed(
                    path + " is maintained by the team; ask for the change in a message", null);
        }
        edit(new FileChange(path, instruction, instruction, ""), manifest, StageProgress.FILES.begun());
        Conclusion conclusion = SoftwareTeam.conclusion(team, manifest);
        String done = "Changed " + path;
        if (!team.sandbox().canExecute()) {
            return conclusion.untested(done);
        }
        TestRun testRun = new TestingStage(team, manifest).execute(1, AgentRole.EDITOR, StageProgress.DEBUGGING.done());
        return conclusion.tested(done, new DebuggingStage.Result(testRun, "an edit is not debugged automatically"));
    }

    private ProjectManifest manifest() throws InterruptedException {
        return team.run().step("manifest", ProjectManifest.class, step -> {
            String text = team.files().get(ProjectManifest.PATH);
            if (text == null) {
                throw new StepFailed("There is no finished project to change: its first run did not complete one");
            }
            try {
                ProjectManifest manifest = Json.read(text, ProjectManifest.class);
                step.conclude(EventDraft.of(EventType.LOG, "Read the acceptance criteria from " + ProjectManifest.PATH)
                        .with("document", Json.readMap(text)));
                return manifest;
            } catch (MalformedJson e) {
                throw new StepFailed("%s cannot be read: %s".formatted(ProjectManifest.PATH, e.getMessage()), e);
            }
        });
    }

    private ChangePlan changePlan(String message, ProjectManifest manifest) throws InterruptedException {
        team.notes().takeBefore("change-plan");
        return team.run().step("change-plan", ChangePlan.class, step -> {
            Turn turn = Turn.begin(
                    team, step, AgentRole.ARCHITECT, null, "Planning the change", StageProgress.DESIGN.begun());
            Map<String, String> files = team.files();
            ChangePlan plan = turn.ask(
                    turn.prompt(CHANGE_PLAN)
                            .text("requirement", 0.15, team.requirement())
                            .text("change", 0.2, message)
                            .text("notes", 0.05, team.notes().text())
                            .text("checks", 0.15, Prd.checkList(manifest.checks()))
                            .files("files", files, files.keySet())
                            .fitted(),
                    answer -> StructuredAnswer.read(answer, ChangePlan.class).onto(files.keySet()));
            step.conclude(turn.event(EventType.MESSAGE, plan.summary())
                    .visual(VisualType.MESSAGE)
                    .with("content", plan.markdown()));
            turn.end("Planned the change", StageProgress.DESIGN.done());
            return plan;
        });
    }

    private void edit(FileChange change, ProjectManifest manifest, double progress) throws InterruptedException {
        String path = change.path();
        boolean decides = TestFiles.of(manifest).has(path);
        AgentRole role = decides ? AgentRole.QA_ENGINEER : AgentRole.EDITOR;
        team.run().step("edit:" + path, Edited.class, step -> {
            Turn turn = Turn.begin(team, step, role, path, "Changing " + path, progress);
            Map<String, String> files = team.files();
            String before = files.getOrDefault(path, "");
            String after = turn.ask(
                    decides ? testersPrompt(turn, change, manifest, files) : editorsPrompt(turn, change, files),
                    answer -> read(answer, path, before, manifest));
            EventDraft changed = turn.event(EventType.MESSAGE, "Changed " + path)
                    .diff(UnifiedDiff.between(path, before, after))
                    .with("content", after);
            step.conclude(changed);
            step.save(new ArtifactDraft(path, after, role));
            if (decides && !after.equals(before)) {
                step.save(manifest.in(files).changedAsAsked(change.request()).draft());
            }
            turn.end("Changed " + path, progress);
            return new Edited(path);
        });
    }

    private static String read(String answer, String path, String before, ProjectManifest manifest) {
        String after = FileAnswer.one(answer, path);
        if (path.equals(manifest.testFile())) {
            manifest.requireChecksKept(before, after);
        }
        return after;
    }

    private FittedPrompt editorsPrompt(Turn turn, FileChange change, Map<String, String> files) {
        return turn.prompt(EDITOR)
                .text("requirement", 0.1, team.requirement())
                .text("change", 0.15, change.request())
                .text("purpose", 0.05, change.purpose())
                .text("notes", 0.05, team.notes().text())
                .whole("file", asItIs(files, change.path()))
                .files("files", files, others(files, change.path()))
                .whole("path", change.path())
                .fitted();
    }

    private FittedPrompt testersPrompt(
            Turn turn, FileChange change, ProjectManifest manifest, Map<String, String> files) {
        return turn.prompt(QA_ENGINEER)
                .text("requirement", 0.1, team.requirement())
                .text("checks", 0.15, Prd.checkList(manifest.checks()))
                .text("change", 0.15, change.request())
                .text("purpose", 0.05, change.purpose())
                .text("plan", 0.1, change.plan())
                .text("notes", 0.05, team.notes().text())
                .whole("file", asItIs(files, change.path()))
                .whole("path", change.path())
                .whole("test_command", String.join(" ", manifest.testCommand()))
                .fitted();
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
