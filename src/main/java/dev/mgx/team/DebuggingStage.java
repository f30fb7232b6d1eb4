package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Dispute;
import dev.mgx.team.role.Patch;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.ProgramInterface;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.Proposal;
import dev.mgx.team.role.Ruling;
import dev.mgx.team.role.TestFiles;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last stage: runs the tests and repairs the program by their output, until all pass or there is no more progress.
 * The debugger, who is judged by the tests, must not change them; it may dispute a check, and then the tester decides.
 */
final class DebuggingStage {
    private static final PromptTemplate DEBUGGER = PromptTemplate.load(AgentRole.DEBUGGER, "debugger");
    /** The limit for repairs and disputes together. */
    private static final int MAX_ROUNDS = 4;
    /** How many consecutive rounds may go without another check passing. */
    private static final int MAX_ROUNDS_WITHOUT_PROGRESS = 2;

    private final TeamRun team;
    private final ProjectManifest manifest;
    private final ReviewStage reviewStage;
    private final Set<String> tried = new HashSet<>();
    /** At most one dispute for each check in a run: a tester asked repeatedly might give in without being convinced. */
    private final Set<String> disputed = new HashSet<>();

    private final List<String> history = new ArrayList<>();

    DebuggingStage(TeamRun team, ProjectManifest manifest, ProgramInterface program) {
        this.team = team;
        this.manifest = manifest;
        this.reviewStage = new ReviewStage(team, manifest, program);
    }

    /** The result: the last test run, and why there was no further round. */
    record Result(TestRun last, String reason) {}

    Result untilProven() throws InterruptedException {
        TestingStage testingStage = new TestingStage(team, manifest);
        TestRun last = testingStage.execute(1, AgentRole.QA_ENGINEER, StageProgress.EXECUTION.done());
        int best = last.passed().size();
        int roundsWithoutProgress = 0;
        for (int round = 1; !last.proves(manifest.checks()); round++) {
            if (round > MAX_ROUNDS) {
                return new Result(last, "the debugger has used its %d rounds".formatted(MAX_ROUNDS));
            }
            team.notes().takeBefore(team.attemptName("debug-" + round));
            Patch patch = repair(round, last);
            if (patch.isEmpty()) {
                return new Result(last, "the debugger found no new fix");
            }
            boolean rewritten = !patch.disputes().isEmpty() && decide(round, patch, last);
            if (patch.paths().isEmpty() && !rewritten) {
                continue; // nothing was changed, so there is nothing to test
            }
            AgentRole role = rewritten ? AgentRole.QA_ENGINEER : AgentRole.DEBUGGER;
            last = testingStage.execute(round + 1, role, StageProgress.DEBUGGING.done(round, MAX_ROUNDS));
            roundsWithoutProgress = last.passed().size() > best ? 0 : roundsWithoutProgress + 1;
            best = Math.max(best, last.passed().size());
            if (roundsWithoutProgress == MAX_ROUNDS_WITHOUT_PROGRESS && !last.proves(manifest.checks())) {
                return new Result(last, "two rounds of debugging in a row made no progress");
            }
        }
        return new Result(last, "");
    }

    private Patch repair(int round, TestRun last) throws InterruptedException {
        Patch patch = team.run().step(team.attemptName("debug-" + round), Patch.class, step -> {
            double progress = StageProgress.DEBUGGING.done(round - 1, MAX_ROUNDS);
            Turn turn =
                    Turn.begin(team, step, AgentRole.DEBUGGER, null, "Looking for the cause, round " + round, progress);
            Map<String, String> before = team.files();
            Proposal proposal = turn.ask(
                    turn.prompt(DEBUGGER)
                            .text("requirement", 0.1, team.requirement())
                            .text("checks", 0.15, Prd.checkList(manifest.checks()))
                            .text("notes", 0.05, team.notes().text())
                            .text("history", 0.1, String.join("\n", history))
                            .whole("test_command", String.join(" ", manifest.testCommand()))
                            .whole(
                                    "test_files",
                                    String.join("\n", TestFiles.of(manifest).among(before.keySet())))
                            .text("output", 0.25, last.evidence())
                            .files("files", before, new FileRelevance(before, last.output()).paths())
                            .fitted(),
                    answer -> Proposal.read(answer, manifest, before.keySet(), last.passed(), disputed));
            return apply(step, turn, proposal, before, progress);
        });
        tried.add(patch.fingerprint());
        if (!patch.paths().isEmpty()) {
            history.add("Round %d changed %s: %s".formatted(round, patch.paths(), patch.diagnosis()));
        }
        patch.notTaken().forEach(sentence -> history.add("Round %d: %s".formatted(round, sentence)));
        return patch;
    }

    private Patch apply(Step step, Turn turn, Proposal proposal, Map<String, String> before, double progress) {
        Map<String, String> submitted = new TreeMap<>(proposal.submitted());
        submitted.entrySet().removeIf(file -> file.getValue().equals(before.get(file.getKey())));
        String fingerprint = Integer.toHexString(submitted.hashCode());
        boolean repeated = tried.contains(fingerprint);
        Map<String, String> changed = new TreeMap<>(submitted);
        changed.keySet().retainAll(repeated ? Set.of() : proposal.files().keySet());
        step.conclude(turn.event(EventType.MESSAGE, proposal.diagnosis())
                .visual(VisualType.DEBUG)
                .with("content", proposal.diagnosis()));
        proposal.notTaken().forEach(sentence -> step.conclude(turn.event(EventType.LOG, sentence)));
        changed.forEach((path, content) -> {
            step.conclude(turn.event(EventType.MESSAGE, "Fixed " + path)
                    .file(path)
                    .diff(UnifiedDiff.between(path, before.getOrDefault(path, ""), content))
                    .with("content", content));
            step.save(new ArtifactDraft(path, content, AgentRole.DEBUGGER));
        });
        List<Dispute> disputes = repeated ? List.of() : proposal.disputes();
        turn.end(describe(changed.size(), disputes.size()), progress);
        return new Patch(
                proposal.diagnosis(),
                List.copyOf(changed.keySet()),
                fingerprint,
                disputes,
                repeated ? List.of() : proposal.notTaken());
    }

    private static String describe(int repaired, int disputes) {
        return disputes > 0
                ? "Disputed %d checks".formatted(disputes)
                : repaired == 0 ? "Found no new fix" : "Fixed %d files".formatted(repaired);
    }

    /** Whether the tester rewrote the test. */
    private boolean decide(int round, Patch patch, TestRun last) throws InterruptedException {
        patch.disputes().forEach(dispute -> disputed.add(dispute.check()));
        Ruling ruling =
                reviewStage.decide(round, patch.disputes(), last, StageProgress.DEBUGGING.done(round - 1, MAX_ROUNDS));
        history.add("Round %d: %s. The tester %s: %s"
                .formatted(
                        round,
                        patch.diagnosis(),
                        ruling.rewritten() ? "wrote the test anew" : "keeps the test as it is",
                        ruling.reason()));
        return ruling.rewritten();
    }
}
