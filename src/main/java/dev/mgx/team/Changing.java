package dev.mgx.team;

import dev.mgx.engine.Outcome;
import dev.mgx.engine.StepFailed;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.FileBlock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.workspace.UnifiedDiff;
import java.util.List;
import java.util.Map;

/** Changes to a finished project: a person's message to the team, or an instruction for one file. */
record Changing(TeamRun team) {
    private static final PromptTemplate CHANGE_PLAN =
            PromptTemplate.load(AgentRole.ARCHITECT, "change-plan", "change-plan");
    private static final PromptTemplate EDITOR = PromptTemplate.load(AgentRole.EDITOR, "editor");

    /** What a step that changed a file leaves in the journal. */
    record Edited(String path) {}

    /** The team finds out which files must change, changes them, and proves the project anew. */
    Outcome followUp(String message) throws InterruptedException {
        ProjectManifest manifest = manifest();
        ChangePlan plan = changePlan(message, manifest);
        int number = 0;
        for (ChangePlan.PlannedChange change : plan.changes()) {
            team.notes().takeBefore("edit:" + change.path());
            edit(
                    change.path(),
                    message,
                    change.purpose(),
                    Stage.FILES.done(number++, plan.changes().size()));
        }
        return SoftwareTeam.finish(team, manifest, "Changed %s".formatted(manifest.title()));
    }

    /** One file is changed as the person says; the tests are run once, and nothing is repaired. */
    Outcome edit(String path, String instruction) throws InterruptedException {
        ProjectManifest manifest = manifest();
        if (path.equals(ProjectManifest.PATH)) {
            return new Outcome.Failed(path + " is maintained by the team; ask for the change in a message", null);
        }
        edit(path, instruction, instruction, Stage.FILES.begun());
        Conclusion conclusion = SoftwareTeam.conclusion(team, manifest);
        String done = "Changed " + path;
        if (!team.sandbox().canExecute()) {
            return conclusion.untested(done);
        }
        TestRun testRun = new Proving(team, manifest).execute(1, AgentRole.EDITOR, Stage.DEBUGGING.done());
        return conclusion.tested(done, new Debugging.Result(testRun, "an edit is not debugged automatically"));
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
            Turn turn = Turn.begin(team, step, AgentRole.ARCHITECT, null, "Planning the change", Stage.DESIGN.begun());
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
            turn.end("Planned the change", Stage.DESIGN.done());
            return plan;
        });
    }

    private void edit(String path, String change, String purpose, double progress) throws InterruptedException {
        team.run().step("edit:" + path, Edited.class, step -> {
            Turn turn = Turn.begin(team, step, AgentRole.EDITOR, path, "Changing " + path, progress);
            Map<String, String> files = team.files();
            String after = turn.ask(
                    turn.prompt(EDITOR)
                            .text("requirement", 0.1, team.requirement())
                            .text("change", 0.15, change)
                            .text("purpose", 0.05, purpose)
                            .text("notes", 0.05, team.notes().text())
                            .whole("file", files.containsKey(path) ? new FileBlock(path, files.get(path)).text() : "")
                            .files("files", files, others(files, path))
                            .whole("path", path)
                            .fitted(),
                    answer -> FileAnswer.one(answer, path));
            String before = files.getOrDefault(path, "");
            EventDraft changed = turn.event(EventType.MESSAGE, "Changed " + path)
                    .diff(UnifiedDiff.between(path, before, after))
                    .with("content", after);
            step.conclude(changed);
            step.save(new ArtifactDraft(path, after, AgentRole.EDITOR));
            turn.end("Changed " + path, progress);
            return new Edited(path);
        });
    }

    /** The other files, those first that this one speaks of. */
    private static List<String> others(Map<String, String> files, String path) {
        return new Suspects(files, files.getOrDefault(path, ""))
                .paths().stream().filter(other -> !other.equals(path)).toList();
    }
}
