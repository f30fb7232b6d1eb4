package dev.mgx.team;

import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Dispute;
import dev.mgx.team.role.Patch;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last stage: runs the checks and repairs the program by what came, until all pass or the repairs are used up. After
 * two repairs in a row that gained nothing, or one that changed nothing, a file is written anew. What a repair made worse is taken back, so that the
 * best program so far is kept, never the last. The checks are nobody's here; a check may be disputed, and then the tester
 * decides.
 */
final class DebuggingStage {
    private static final int REPAIRS_WITHOUT_GAIN = 2;

    /** Where more checks than these fail, it is the program that is wrong. */
    private static final int MOST_LOOKED_AT = 3;

    private final TeamRun team;
    private final ProjectManifest manifest;
    private final TestingStage testing;
    private final ReviewStage review;
    private final RepairStage repair;
    private final SecondOpinion opinion;
    private int executions;
    private int reviews;
    /** Commands of checks that the tester has worked out a second time. */
    private final Set<String> lookedAt = new HashSet<>();

    /** At most one dispute for each check in a run: a tester asked repeatedly might give in without being convinced. */
    private final Set<String> disputed = new HashSet<>();

    private final List<String> history = new ArrayList<>();

    /** What files were before the repairs that gained nothing. */
    private final Map<String, String> beforeIdle = new TreeMap<>();

    /** @param words the requirement, and what was asked for since */
    DebuggingStage(TeamRun team, ProjectManifest manifest, RequirementText words) {
        this.team = team;
        this.manifest = manifest;
        testing = new TestingStage(team, words);
        review = new ReviewStage(team, words);
        opinion = new SecondOpinion(team, words);
        repair = new RepairStage(team, manifest, words);
    }

    /** The result: what came of the best program, and why there was no further repair. */
    record Result(TestRun last, String reason) {}

    Result untilProven() throws InterruptedException {
        int most = team.limits().maxRepairs();
        TestRun best = reviewed(executed(AgentRole.ENGINEER, StageProgress.EXECUTION.done()));
        int withoutGain = 0;
        for (int round = 1; !best.failed().isEmpty(); round++) {
            if (round > most) {
                takeBackIdle();
                return new Result(
                        best, most == 1 ? "the one repair is used up" : "all %d repairs are used up".formatted(most));
            }
            if (isOfTheEnvironment(best)) {
                return new Result(best, "what fails is missing in the sandbox, not in the program");
            }
            team.notes().takeBefore(team.attemptName("repair-" + round));
            double progress = StageProgress.DEBUGGING.done(round - 1, most);
            boolean anew = withoutGain >= REPAIRS_WITHOUT_GAIN;
            Patch patch = anew
                    ? repair.writeAnew(round, best, progress)
                    : repair.mend(round, best, history, disputed, progress);
            for (String sentence : patch.notTaken()) {
                history.add("Try %d: %s".formatted(round, sentence));
            }
            List<Dispute> disputes = patch.disputes();
            TestRun next = best;
            if (!patch.replaced().isEmpty()) {
                next = executed(AgentRole.DEBUGGER, StageProgress.DEBUGGING.done(round, most));
                history.add("Try %d: %s (%d of %d checks passed)"
                        .formatted(
                                round,
                                patch.diagnosis(),
                                next.passed().size(),
                                next.results().size()));
            }
            if (TestRun.BY_WHAT_WORKS.compare(next, best) >= 0) { // or it is taken back, whatever the checks are worth
                next = reviewed(next);
            }
            int gained = TestRun.BY_WHAT_WORKS.compare(next, best);
            if (anew && !patch.replaced().isEmpty()) {
                disputes = agreedUpon(best, next);
            }
            if (gained < 0) {
                revert(round, patch);
            } else {
                best = next;
                keepWhatWasBefore(patch, gained);
            }
            boolean nothingNew = patch.replaced().isEmpty() && disputes.isEmpty();
            withoutGain = gained > 0 || anew ? 0 : nothingNew ? REPAIRS_WITHOUT_GAIN : withoutGain + 1;
            if (!disputes.isEmpty() && decided(round, disputes, best, progress)) {
                best = executed(AgentRole.QA_ENGINEER, StageProgress.DEBUGGING.done(round, most));
                withoutGain = 0;
                beforeIdle.clear();
            }
        }
        return new Result(best, "");
    }

    /**
     * Disputes of the checks which two programs fail alike that were written apart, the second with the checks as examples: it may be
     * the check that is wrong. The idea is of CodeT (arXiv 2207.10397); as one model may misread a requirement twice, the tester decides.
     */
    private List<Dispute> agreedUpon(TestRun one, TestRun other) {
        Set<String> certain = repair.certain();
        List<Dispute> disputes = new ArrayList<>();
        for (CheckOutcome outcome : other.results()) {
            boolean alike = one.results().stream().anyMatch(before -> testing.cameAlike(before, outcome));
            if (alike
                    && !outcome.passed()
                    && canBeWrong(outcome)
                    && !certain.contains(outcome.id())
                    && !disputed.contains(outcome.id())) {
                disputes.add(
                        new Dispute(
                                outcome.id(),
                                "Two programs that were written apart come to the same here, and not to what the check expects."));
            }
        }
        return disputes;
    }

    private void keepWhatWasBefore(Patch patch, int gained) {
        if (gained > 0) {
            beforeIdle.clear();
        } else {
            patch.replaced().forEach(beforeIdle::putIfAbsent);
        }
    }

    /** A repair that gained nothing may have done harm that no check shows. */
    private void takeBackIdle() throws InterruptedException {
        beforeIdle.values().removeIf(String::isEmpty); // a new file; nothing uses it then
        if (beforeIdle.isEmpty()) {
            return;
        }
        team.run().step(team.attemptName("take-back"), Boolean.class, step -> {
            Map<String, String> files = team.files();
            List<String> paths = new ArrayList<>();
            beforeIdle.forEach((path, content) -> {
                if (!content.equals(files.get(path))) {
                    step.save(new ArtifactDraft(path, content, AgentRole.DEBUGGER));
                    paths.add(path);
                }
            });
            if (!paths.isEmpty()) {
                step.conclude(EventDraft.of(
                                EventType.LOG,
                                "Repairs that gained nothing were taken back: %s".formatted(String.join(", ", paths)))
                        .by(AgentRole.DEBUGGER)
                        .visual(VisualType.DEBUG));
            }
            return true;
        });
    }

    private TestRun executed(AgentRole role, double progress) throws InterruptedException {
        return testing.execute(++executions, role, manifest, progress);
    }

    /**
     * Has the tester work out again what the commands print with which checks failed for the first time; where a check was
     * wrong, all are run again.
     */
    private TestRun reviewed(TestRun testRun) throws InterruptedException {
        double progress = StageProgress.EXECUTION.done();
        TestRun last = testRun;
        while (true) {
            Map<String, String> places = toLookAt(last);
            lookedAt.addAll(places.values());
            if (places.isEmpty()
                    || opinion.about(++reviews, places.keySet(), last, manifest, progress)
                            .changed()
                            .isEmpty()) {
                return last;
            }
            last = executed(AgentRole.QA_ENGINEER, progress);
        }
    }

    /** The first few checks to look at: their ids, and the command of each with which it failed. */
    private Map<String, String> toLookAt(TestRun testRun) {
        Set<String> certain = repair.certain();
        Map<String, String> places = new LinkedHashMap<>();
        for (CheckOutcome outcome : testRun.results()) {
            String place = "%s/%d".formatted(outcome.id(), outcome.steps().size());
            if (!outcome.passed()
                    && places.size() < MOST_LOOKED_AT
                    && !lookedAt.contains(place)
                    && !certain.contains(outcome.id())
                    && canBeWrong(outcome)) {
                places.put(outcome.id(), place);
            }
        }
        return places;
    }

    /** Whether the program did something that a check may have foreseen wrong, rather than break down. */
    private static boolean canBeWrong(CheckOutcome outcome) {
        return !outcome.steps().isEmpty() && !outcome.steps().getLast().brokeDown();
    }

    /** Whether every failure is of a command that does not exist here, which no repair of the program can mend. */
    private static boolean isOfTheEnvironment(TestRun testRun) {
        return testRun.results().stream().filter(result -> !result.passed()).allMatch(result -> {
            Integer code = result.steps().getLast().exitCode();
            return code != null
                    && code == 127
                    && result.steps().getLast().errors().contains("not found");
        });
    }

    /** Puts the files back that a repair made worse. */
    private void revert(int round, Patch patch) throws InterruptedException {
        team.run().step(team.attemptName("revert-" + round), Boolean.class, step -> {
            patch.replaced().forEach((path, content) -> {
                if (!content.isEmpty()) {
                    step.save(new ArtifactDraft(path, content, AgentRole.DEBUGGER));
                }
            });
            step.conclude(EventDraft.of(EventType.LOG, "Less works than before; the change was taken back")
                    .by(AgentRole.DEBUGGER)
                    .visual(VisualType.DEBUG));
            return true;
        });
    }

    /** Whether the tester changed a check. */
    private boolean decided(int round, List<Dispute> disputes, TestRun last, double progress)
            throws InterruptedException {
        disputes.forEach(dispute -> disputed.add(dispute.check()));
        ReviewStage.Ruling ruling = review.decide(round, disputes, last, manifest, progress);
        history.add("Try %d: the tester was asked about %s and %s: %s"
                .formatted(
                        round,
                        String.join(", ", disputes.stream().map(Dispute::check).toList()),
                        ruling.changed().isEmpty() ? "keeps it" : "changed it",
                        ruling.reason()));
        return !ruling.changed().isEmpty();
    }
}
