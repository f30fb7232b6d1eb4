package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.json.Json;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.answer.StructuredAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckFilter;
import dev.mgx.team.check.Examples;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.ProposedChecks;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes the acceptance checks, before anything is built: those that the requirement itself gives as examples, and those
 * that the tester writes, held against the requirement.
 */
record CheckStage(TeamRun team) {
    private static final PromptTemplate QA_ENGINEER =
            PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer", "checks", 3_000);

    /** A model that may write many checks fills the list, and one with room for one forgets the others. */
    private static final int FEWEST_CHECKS = 3;

    private static final int MOST_CHECKS = 6;

    /** How to check a program that listens. */
    private static final String REQUESTS = """
            The program listens. A step is a request to it: "run" is the method and the path, such as `POST /notes`, "input" the body, "output" the body of the answer, "exit_code" its status, such as 200. It is started anew for each check, without data, and runs on from step to step. Of a page, "output" has the words that count between … and …: "…Notes…".""";

    /** How many times the tester is asked. */
    private static final int MOST_ROUNDS = 2;

    /** The journaled result. */
    record Checks(List<AcceptanceCheck> checks) {}

    /**
     * What the tester knows of the program.
     *
     * @param usage how it is called
     * @param paths of the files that the team writes
     */
    record Known(String usage, String interfaces, Set<String> paths) {
        /** Whether the program listens, and answers requests. */
        boolean listens() {
            return ServiceCommand.in(usage).isPresent();
        }

        /** The language in which the tester writes test code, by the extension of its files. */
        String language() {
            return paths.stream()
                    .map(path -> path.substring(path.lastIndexOf('.') + 1))
                    .filter(Set.of("py", "js", "java")::contains)
                    .findFirst()
                    .orElse("java");
        }
    }

    /** Looks, within a step, at what the tester may know. */
    interface Look {
        Known known() throws InterruptedException;
    }

    /** The checks of a new program. */
    List<AcceptanceCheck> checks(String name, Known known) throws InterruptedException {
        return checks(name, () -> known, "", List.of());
    }

    /**
     * The checks of a program.
     *
     * @param change what a person wants changed; empty for the requirement
     * @param there checks that it has already, which are not among the new ones
     */
    List<AcceptanceCheck> checks(String name, Look look, String change, List<AcceptanceCheck> there)
            throws InterruptedException {
        team.notes().takeBefore(name);
        return team.run()
                .step(name, Checks.class, step -> {
                    Turn turn = Turn.begin(
                            team,
                            step,
                            AgentRole.QA_ENGINEER,
                            null,
                            "Writing the acceptance checks",
                            StageProgress.CHECKS.begun());
                    RequirementText requirement =
                            change.isEmpty() ? team.requirementText() : new RequirementText(change);
                    List<AcceptanceCheck> checks =
                            proposed(step, turn, requirement, change, look.known(), Examples.in(requirement), there);
                    String list = AcceptanceCheck.list(checks);
                    step.conclude(turn.event(
                                    EventType.MESSAGE,
                                    checks.isEmpty()
                                            ? "No acceptance check could be made from the requirement"
                                            : "Acceptance checks: %d".formatted(checks.size()))
                            .visual(VisualType.MESSAGE)
                            .with("content", list.isEmpty() ? "None" : "```\n%s\n```".formatted(list))
                            .with("document", Json.readMap(Json.write(new Checks(checks)))));
                    turn.end("Wrote the acceptance checks", StageProgress.CHECKS.done());
                    return new Checks(checks);
                })
                .checks();
    }

    /**
     * Asks the tester, and once more for what no check serves, and for checks that prove nothing.
     *
     * @param change what a person wants changed; empty for a new program
     * @param certain checks that stand anyway, and come first
     * @param there checks of the project, which need not be written again
     */
    List<AcceptanceCheck> proposed(
            Step step,
            Turn turn,
            RequirementText requirement,
            String change,
            Known known,
            List<AcceptanceCheck> certain,
            List<AcceptanceCheck> there)
            throws InterruptedException {
        List<AcceptanceCheck> seen = new ArrayList<>(there);
        seen.addAll(certain);
        CheckFilter.Held held = new CheckFilter.Held(certain, List.of(), List.of());
        String again = "";
        List<String> open = requirement.uncovered(seen);
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            List<AcceptanceCheck> answer;
            try {
                answer = asked(turn, change, known, seen, open, again);
            } catch (UnusableAnswer e) {
                turn.goOnWithout(e, "the checks are those that there are");
                break;
            }
            CheckFilter filter = new CheckFilter(
                    requirement, known.paths(), Toolbox.of(team, step).forChecks(step, answer), known.listens());
            held = filter.held(held.checks(), answer, round == MOST_ROUNDS);
            for (String dropped : held.dropped()) {
                step.conclude(turn.event(EventType.LOG, dropped));
            }
            seen = new ArrayList<>(there);
            seen.addAll(held.checks());
            open = requirement.uncovered(seen);
            if (held.provingNothing().isEmpty() && open.isEmpty()) {
                break;
            }
            again = AcceptanceCheck.list(held.provingNothing());
        }
        for (AcceptanceCheck check : held.provingNothing()) {
            step.conclude(turn.event(
                    EventType.LOG,
                    "%s was dropped: it would pass for a program that does nothing".formatted(check.check())));
        }
        return held.checks();
    }

    private List<AcceptanceCheck> asked(
            Turn turn, String change, Known known, List<AcceptanceCheck> seen, List<String> open, String again)
            throws InterruptedException {
        PromptBudget prompt = turn.prompt(QA_ENGINEER)
                .text("requirement", 0.4, team.requirement())
                .text("change", 0.2, change)
                .text("usage", 0.1, known.usage())
                .whole("requests", known.listens() ? REQUESTS : "")
                .text("interfaces", 0.1, known.interfaces())
                .text("notes", 0.05, team.notes().text())
                .text("checks", 0.15, AcceptanceCheck.list(seen))
                .text("open", 0.1, open.size() < 2 && seen.isEmpty() ? "" : String.join("\n", open))
                .whole("most_checks", String.valueOf(Math.clamp(open.size(), FEWEST_CHECKS, MOST_CHECKS)))
                .text("again", 0.1, again);
        String words = String.join("\n", team.requirement(), change, known.usage());
        return turn.ask(
                prompt.fitted(),
                answer -> StructuredAnswer.read(answer, ProposedChecks.class, QA_ENGINEER.form(words))
                        .runnable(known.language()));
    }
}
