package dev.mgx.team;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.PlannedFile;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.BudgetSpent;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The second stage: writes every file of the design, independent ones in parallel. */
record WritingStage(TeamRun team, PlanningStage.Plan plan) {

    /**
     * The journaled result of a step that wrote a file; the file itself is an artifact.
     *
     * @param problem why it could not be written; empty if it was
     */
    record Written(String path, String problem) {}

    ProjectManifest write() throws InterruptedException {
        team.notes().takeBefore("files");
        Design design = plan.design();
        int done = 0;
        int written = 0;
        String problem = "";
        for (List<PlannedFile> wave : design.waves()) {
            List<Callable<Outcome>> pieces = new ArrayList<>();
            for (PlannedFile file : wave) {
                int number = ++done;
                pieces.add(() -> outcome(file, number));
            }
            for (Outcome outcome : team.run().parallel(pieces)) {
                if (outcome.unpaid().isPresent()) {
                    throw outcome.unpaid().get();
                }
                written += outcome.problem().isEmpty() ? 1 : 0;
                problem = outcome.problem().isEmpty() ? problem : outcome.problem();
            }
        }
        if (written == 0) {
            throw new StepFailed(
                    ErrorType.MODEL_REFUSED,
                    "The model did not write the program. %s Use a model that writes code (MGX_MODEL)"
                            .formatted(problem));
        }
        return manifest(team, plan, "The program is written");
    }

    /** A file that exceeds the budget does not interrupt the others, which are already paid for. */
    private record Outcome(String problem, Optional<BudgetSpent> unpaid) {}

    private Outcome outcome(PlannedFile file, int number) throws InterruptedException {
        try {
            return new Outcome(file(file, number).problem(), Optional.empty());
        } catch (BudgetSpent e) {
            return new Outcome("", Optional.of(e));
        }
    }

    private Written file(PlannedFile file, int number) throws InterruptedException {
        Design design = plan.design();
        int whole = design.files().size();
        FileAuthor author = new FileAuthor(
                team,
                plan.checks(),
                design.isOneFile() ? "" : design.overview(),
                design.service().isPresent());
        return team.run().step("file:" + file.path(), Written.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    AgentRole.ENGINEER,
                    file.path(),
                    "Writing " + file.path(),
                    StageProgress.FILES.done(number - 1, whole));
            try {
                String content = author.written(
                        turn, file, design.interfaces(file.dependsOn()), team.files(), file.dependsOn(), null);
                step.conclude(turn.event(EventType.MESSAGE, file.path())
                        .visual(VisualType.CODE)
                        .with("content", content)
                        .with("status", "generated"));
                step.save(new ArtifactDraft(file.path(), content, AgentRole.ENGINEER));
            } catch (UnusableAnswer e) {
                turn.goOnWithout(e, "%s is missing".formatted(file.path()));
                turn.end("Could not write " + file.path(), StageProgress.FILES.done(number, whole));
                return new Written(file.path(), String.valueOf(e.getMessage()));
            }
            turn.end("Wrote " + file.path(), StageProgress.FILES.done(number, whole));
            return new Written(file.path(), "");
        });
    }

    /** The journaled manifest of a plan. */
    static ProjectManifest manifest(TeamRun team, PlanningStage.Plan plan, String sentence)
            throws InterruptedException {
        return team.run().step("manifest", ProjectManifest.class, step -> {
            ProjectManifest manifest = ProjectManifest.of(plan.prd(), plan.design(), plan.checks());
            step.save(manifest.draft());
            step.conclude(EventDraft.of(EventType.LOG, sentence)
                    .with("document", manifest.document())
                    .with("progress", StageProgress.FILES.done()));
            return manifest;
        });
    }
}
