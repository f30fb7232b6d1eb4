package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.answer.StructuredAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckChange;
import dev.mgx.team.check.CheckFile;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.RequestLine;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.StepOutcome;
import dev.mgx.team.check.Verdict;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.WorkedOut;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a fault of a check from one of the program, before anybody repairs anything: the tester works out by hand what
 * the command prints with which a check failed, without being told what the check expects or what came. The check stands
 * unless that is what the program printed, or is worked out twice alike; then it is changed, in the open. Each command is
 * looked at once in a run.
 *
 * @param words the requirement, and what was asked for since
 */
record SecondOpinion(TeamRun team, RequirementText words) {
    private static final PromptTemplate QA_ENGINEER =
            PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer-result", "results", 1_500);

    /** More than the usual default, so that another try is another one. */
    private static final double FREELY = 0.9;

    /**
     * What was decided.
     *
     * @param changed the ids of the checks that were changed
     */
    record Ruling(List<String> changed) {}

    /**
     * @param number 1, 2, … within the run
     * @param ids of the failed checks to look at
     */
    Ruling about(int number, Set<String> ids, TestRun last, ProjectManifest manifest, double progress)
            throws InterruptedException {
        return team.run().step(team.attemptName("opinion-" + number), Ruling.class, step -> {
            String list = ids.stream().sorted().collect(Collectors.joining(", "));
            Turn turn = Turn.begin(
                    team, step, AgentRole.QA_ENGINEER, null, "Working %s out again".formatted(list), progress);
            ProjectManifest current = manifest.in(team.files());
            Map<String, AcceptanceCheck> changed = new LinkedHashMap<>();
            Map<String, CheckChange> changes = new LinkedHashMap<>();
            for (CheckOutcome outcome : last.results()) {
                if (ids.contains(outcome.id()) && !isRequest(outcome)) {
                    look(step, turn, outcome, current, changed, changes);
                }
            }
            if (!changed.isEmpty()) {
                ProjectManifest after = current.changed(List.copyOf(changed.values()), changes);
                step.save(after.draft());
                step.conclude(turn.event(EventType.MESSAGE, "Changed the check " + String.join(", ", changed.keySet()))
                        .visual(VisualType.MESSAGE)
                        .with("content", "```\n" + AcceptanceCheck.list(List.copyOf(changed.values())) + "\n```")
                        .with("document", after.document()));
            }
            turn.end(changed.isEmpty() ? "The checks stay as they are" : "A check was wrong", progress);
            return new Ruling(List.copyOf(changed.keySet()));
        });
    }

    /** What comes of a request depends on more than a person can work out of it. */
    private static boolean isRequest(CheckOutcome outcome) {
        return RequestLine.of(outcome.steps().getLast().run()).isPresent();
    }

    private void look(
            Step step,
            Turn turn,
            CheckOutcome outcome,
            ProjectManifest manifest,
            Map<String, AcceptanceCheck> changed,
            Map<String, CheckChange> changes)
            throws InterruptedException {
        AcceptanceCheck check = manifest.checks().stream()
                .filter(each -> each.id().equals(outcome.id()))
                .findFirst()
                .orElseThrow();
        Optional<WorkedOut> decided = decided(turn, check, outcome);
        if (decided.isEmpty()) {
            return;
        }
        AcceptanceCheck after = with(check, outcome.steps().size() - 1, decided.get());
        if (new Verdict(words).provesNothing(after)) {
            step.conclude(turn.event(
                    EventType.LOG, "The change of %s was not taken: it would prove nothing".formatted(check.id())));
            return;
        }
        changed.put(check.id(), after);
        String reason = decided.get().thinking();
        changes.put(
                check.id(),
                new CheckChange(
                        AgentRole.QA_ENGINEER.toString(), reason.isEmpty() ? "It was worked out wrong" : reason));
    }

    /** What the check is to expect instead; empty if it stands. */
    private Optional<WorkedOut> decided(Turn turn, AcceptanceCheck check, CheckOutcome outcome)
            throws InterruptedException {
        int at = outcome.steps().size() - 1;
        CheckStep expected = check.steps().get(at);
        List<WorkedOut> opinions = new ArrayList<>();
        while (opinions.size() < 2) {
            Optional<WorkedOut> opinion = opinion(turn, check, at, !opinions.isEmpty());
            if (opinion.isEmpty() || agrees(opinion.get().result(), expected)) {
                return Optional.empty();
            }
            if (agrees(opinion.get().result(), outcome.steps().getLast())) {
                return opinion;
            }
            opinions.add(opinion.get());
        }
        WorkedOut.Result one = opinions.getFirst().result();
        WorkedOut.Result other = opinions.getLast().result();
        return agrees(one, step(expected, other)) ? Optional.of(opinions.getLast()) : Optional.empty();
    }

    /** @param at which command it is about; of those before it the results are known */
    private Optional<WorkedOut> opinion(Turn turn, AcceptanceCheck check, int at, boolean again)
            throws InterruptedException {
        String files = check.files().stream()
                .map(file -> "%s has the lines\n%s"
                        .formatted(file.path(), file.content().stripTrailing()))
                .collect(Collectors.joining("\n\n"));
        String before =
                check.steps().subList(0, at).stream().map(SecondOpinion::told).collect(Collectors.joining("\n"));
        PromptBudget prompt = turn.prompt(QA_ENGINEER)
                .text("requirement", 0.5, words.text())
                .text("notes", 0.1, team.notes().text())
                .text("files", 0.2, files)
                .text("before", 0.2, before)
                .text("command", 0.2, asked(check.steps().get(at)));
        if (again) {
            prompt.temperature(FREELY);
        }
        try {
            return Optional.of(turn.ask(
                    prompt.fitted(),
                    answer -> StructuredAnswer.read(answer, WorkedOut.class, QA_ENGINEER.form(words.text() + files))));
        } catch (UnusableAnswer e) {
            turn.goOnWithout(e, "the check %s stays as it is".formatted(check.id()));
            return Optional.empty();
        }
    }

    private static String asked(CheckStep step) {
        String typed = step.input().isEmpty()
                ? ""
                : "\nwith this typed in:\n" + step.input().stripTrailing();
        return "`%s`%s".formatted(step.run(), typed);
    }

    private static String told(CheckStep step) {
        String output = step.output();
        String prints = step.mustFail()
                ? "fails with an error"
                : output == null || output.isBlank() ? "ran" : "printed:\n" + output.stripTrailing();
        return asked(step) + " " + prints;
    }

    private boolean agrees(WorkedOut.Result result, CheckStep expected) {
        String output = expected.output();
        return result.fails() == (expected.exitCode() != 0)
                && (result.fails() || output == null || new Verdict(words).sameOutput(output, result.output()));
    }

    private boolean agrees(WorkedOut.Result result, StepOutcome came) {
        Integer code = came.exitCode();
        return code != null
                && result.fails() == (code != 0)
                && (result.fails()
                        ? !came.errors().isBlank()
                        : new Verdict(words).sameOutput(result.output(), came.output()));
    }

    /** The check with what was worked out of this step; what follows is looked at when it fails. */
    private static AcceptanceCheck with(AcceptanceCheck check, int at, WorkedOut workedOut) {
        List<CheckStep> steps = new ArrayList<>(check.steps());
        steps.set(at, step(steps.get(at), workedOut.result()));
        return AcceptanceCheck.of(check.id(), check.quote(), check.files(), steps);
    }

    private static CheckStep step(CheckStep step, WorkedOut.Result result) {
        List<CheckFile> files = result.fails() ? List.of() : step.files();
        return new CheckStep(
                step.run(), step.input(), result.fails() ? "" : result.output(), result.fails() ? 1 : 0, files);
    }
}
