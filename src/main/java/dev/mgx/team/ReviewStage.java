package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.answer.StructuredAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckChange;
import dev.mgx.team.check.CheckFilter;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Dispute;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.ProgramText;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.ReviewedChecks;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tester's review of disputed checks, based on the requirement, the checks and what came, never on the program's
 * code.
 *
 * @param words the requirement, and what was asked for since
 */
record ReviewStage(TeamRun team, RequirementText words) {
    private static final PromptTemplate QA_ENGINEER =
            PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer-dispute", "ruling", 2_000);

    /**
     * What the tester decided.
     *
     * @param changed the ids of the checks that it changed; empty if all stay
     */
    record Ruling(List<String> changed, String reason) {}

    /** The tester keeps or changes the checks; changed ones are saved together with the decision. */
    Ruling decide(int round, List<Dispute> disputes, TestRun last, ProjectManifest manifest, double progress)
            throws InterruptedException {
        List<String> disputed = disputes.stream().map(Dispute::check).toList();
        String ids = String.join(", ", disputed);
        return team.run().step(team.attemptName("dispute-" + round), Ruling.class, step -> {
            Turn turn = Turn.begin(team, step, AgentRole.QA_ENGINEER, null, "Reviewing the check " + ids, progress);
            Map<String, String> files = team.files();
            ProjectManifest current = manifest.in(files);
            Ruling ruling = ruling(step, turn, disputes, last, current, files);
            String message = ruling.changed().isEmpty()
                    ? "Kept the check %s: %s".formatted(ids, ruling.reason())
                    : "Changed the check %s: %s".formatted(String.join(", ", ruling.changed()), ruling.reason());
            step.conclude(turn.event(EventType.MESSAGE, message)
                    .visual(VisualType.MESSAGE)
                    .with("content", message));
            turn.end(ruling.changed().isEmpty() ? "The checks stay" : "A check was changed", progress);
            return ruling;
        });
    }

    private Ruling ruling(
            Step step,
            Turn turn,
            List<Dispute> disputes,
            TestRun last,
            ProjectManifest manifest,
            Map<String, String> files)
            throws InterruptedException {
        ReviewedChecks reviewed;
        try {
            reviewed = turn.ask(
                    prompt(turn, disputes, last, manifest, files),
                    answer -> StructuredAnswer.read(
                            answer, ReviewedChecks.class, QA_ENGINEER.form(words.text() + last.evidence())));
        } catch (UnusableAnswer e) {
            turn.goOnWithout(e, "the checks stay as they are");
            return new Ruling(List.of(), "the tester gave no usable answer");
        }
        List<String> disputed = disputes.stream().map(Dispute::check).toList();
        CheckStage.Known known = new CheckStage.Known(manifest.howToRun(), manifest.interfaces(), program(files));
        Map<String, AcceptanceCheck> before =
                manifest.checks().stream().collect(Collectors.toMap(AcceptanceCheck::id, check -> check));
        List<AcceptanceCheck> changed = reviewed.among(disputed, known.language()).stream()
                .map(check -> check.quote().isBlank()
                        ? check.withQuote(
                                Objects.requireNonNull(before.get(check.id())).quote())
                        : check)
                .toList();
        List<AcceptanceCheck> standing = standing(step, turn, changed, known, before);
        if (!standing.isEmpty()) {
            Map<String, CheckChange> changes = new TreeMap<>();
            standing.forEach(check ->
                    changes.put(check.id(), new CheckChange(AgentRole.QA_ENGINEER.toString(), reviewed.reason())));
            ProjectManifest changedManifest = manifest.changed(standing, changes);
            step.save(changedManifest.draft());
            step.conclude(turn.event(EventType.MESSAGE, "The checks now")
                    .with("content", "```\n" + AcceptanceCheck.list(standing) + "\n```")
                    .with("document", changedManifest.document()));
        }
        return new Ruling(standing.stream().map(AcceptanceCheck::id).toList(), reviewed.reason());
    }

    /** Those that differ from before and hold against the requirement, like checks of a new program. */
    private List<AcceptanceCheck> standing(
            Step step,
            Turn turn,
            List<AcceptanceCheck> changed,
            CheckStage.Known known,
            Map<String, AcceptanceCheck> before)
            throws InterruptedException {
        CheckFilter filter =
                new CheckFilter(words, known.paths(), Toolbox.of(team, step).forChecks(step, changed), known.listens());
        List<AcceptanceCheck> standing = new ArrayList<>();
        for (AcceptanceCheck check : changed) {
            CheckFilter.Held held = filter.held(List.of(), List.of(check), true);
            held.dropped().forEach(sentence -> step.conclude(turn.event(EventType.LOG, sentence)));
            held.provingNothing()
                    .forEach(each -> step.conclude(turn.event(
                            EventType.LOG,
                            "The change of %s was not taken: it would prove nothing".formatted(check.id()))));
            held.checks().stream()
                    .map(each -> each.withId(check.id()))
                    .filter(each -> !each.doesTheSameAs(Objects.requireNonNull(before.get(check.id()))))
                    .forEach(standing::add);
        }
        return standing;
    }

    private static Set<String> program(Map<String, String> files) {
        return files.keySet().stream()
                .filter(path -> !path.equals(ProjectManifest.PATH))
                .collect(Collectors.toSet());
    }

    private FittedPrompt prompt(
            Turn turn, List<Dispute> disputes, TestRun last, ProjectManifest manifest, Map<String, String> files) {
        List<String> disputed = disputes.stream().map(Dispute::check).toList();
        List<AcceptanceCheck> checks = manifest.checks().stream()
                .filter(check -> disputed.contains(check.id()))
                .toList();
        String list = AcceptanceCheck.list(checks);
        ProgramText code = ProgramText.of(files, list);
        String reasons = disputes.stream()
                .map(dispute -> "%s: %s".formatted(dispute.check(), dispute.reason()))
                .collect(Collectors.joining("\n"));
        String came = last.results().stream()
                .filter(result -> disputed.contains(result.id()))
                .map(result -> result.id() + "\n" + result.text())
                .collect(Collectors.joining("\n\n"));
        return turn.prompt(QA_ENGINEER)
                .text("requirement", 0.3, words.text())
                .text("notes", 0.05, team.notes().text())
                .text("checks", 0.2, list)
                .text("dispute", 0.15, code.withheldFrom(reasons))
                .text("output", 0.2, code.withheldFrom(came))
                .fitted();
    }
}
