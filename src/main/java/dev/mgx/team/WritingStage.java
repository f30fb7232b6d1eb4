package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.FileAnswer;
import dev.mgx.team.role.PlannedFile;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.TestFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The second stage: writes every file of the design, independent ones in parallel, and the tests. */
record WritingStage(TeamRun team, Prd prd, Design design) {
    private static final PromptTemplate ENGINEER = PromptTemplate.load(AgentRole.ENGINEER, "engineer");
    private static final PromptTemplate TESTERS_PART = PromptTemplate.load(AgentRole.QA_ENGINEER, "engineer");
    private static final PromptTemplate QA_ENGINEER = PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer");

    /** The journaled result of a step that wrote a file; the file itself is an artifact. */
    record Written(String path) {}

    ProjectManifest write() throws InterruptedException {
        team.notes().takeBefore("files");
        int done = 0;
        for (List<PlannedFile> wave : design.waves()) {
            List<Callable<Optional<BudgetSpent>>> pieces = new ArrayList<>();
            for (PlannedFile file : wave) {
                int number = ++done;
                pieces.add(() -> paidFile(file, number));
            }
            for (Optional<BudgetSpent> unpaid : team.run().parallel(pieces)) {
                if (unpaid.isPresent()) {
                    throw unpaid.get();
                }
            }
        }
        team.notes().takeBefore("tests");
        return tests();
    }

    /** A file that exceeds the budget does not interrupt the others, which are already paid for. */
    private Optional<BudgetSpent> paidFile(PlannedFile file, int number) throws InterruptedException {
        try {
            file(file, number);
            return Optional.empty();
        } catch (BudgetSpent e) {
            return Optional.of(e);
        }
    }

    private Written file(PlannedFile file, int number) throws InterruptedException {
        int whole = design.files().size();
        boolean decides = new TestFiles(design.testFile(), design.testCommand()).has(file.path());
        AgentRole role = decides ? AgentRole.QA_ENGINEER : AgentRole.ENGINEER;
        return team.run().step("file:" + file.path(), Written.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    role,
                    file.path(),
                    "Writing " + file.path(),
                    StageProgress.FILES.done(number - 1, whole));
            String content = turn.ask(
                    turn.prompt(decides ? TESTERS_PART : ENGINEER)
                            .text("requirement", 0.15, team.requirement())
                            .text("checks", 0.15, Prd.checkList(prd.checks()))
                            .text("overview", 0.1, design.summary())
                            .text("interfaces", 0.2, design.interfaces(file.dependsOn()))
                            .text("notes", 0.1, team.notes().text())
                            .files("files", team.files(), file.dependsOn())
                            .whole("path", file.path())
                            .whole("purpose", file.purpose())
                            .whole("provides", file.provides())
                            .fitted(),
                    answer -> FileAnswer.one(answer, file.path()));
            keep(step, turn, role, file.path(), content);
            turn.end("Wrote " + file.path(), StageProgress.FILES.done(number, whole));
            return new Written(file.path());
        });
    }

    private ProjectManifest tests() throws InterruptedException {
        String path = design.testFile();
        return team.run().step("tests", ProjectManifest.class, step -> {
            Turn turn = Turn.begin(
                    team,
                    step,
                    AgentRole.QA_ENGINEER,
                    path,
                    "Writing the acceptance tests",
                    StageProgress.TESTS.begun());
            String content = turn.ask(
                    turn.prompt(QA_ENGINEER)
                            .text("requirement", 0.1, team.requirement())
                            .text("checks", 0.2, Prd.checkList(prd.checks()))
                            .text("overview", 0.1, design.summary())
                            .text("interfaces", 0.2, design.interfaces(paths()))
                            .text("notes", 0.1, team.notes().text())
                            .files("files", team.files(), paths())
                            .whole("path", path)
                            .whole("test_command", String.join(" ", design.testCommand()))
                            .fitted(),
                    answer -> FileAnswer.one(answer, path));
            keep(step, turn, AgentRole.QA_ENGINEER, path, content);
            ProjectManifest manifest = ProjectManifest.of(prd, design);
            step.save(manifest.draft());
            turn.end("Wrote the acceptance tests", StageProgress.TESTS.done());
            return manifest;
        });
    }

    private List<String> paths() {
        return design.files().stream().map(PlannedFile::path).toList();
    }

    private static void keep(Step step, Turn turn, AgentRole role, String path, String content) {
        step.conclude(turn.event(EventType.MESSAGE, path)
                .visual(VisualType.CODE)
                .with("content", content)
                .with("status", "generated"));
        step.save(new ArtifactDraft(path, content, role));
    }
}
