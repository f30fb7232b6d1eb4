package dev.mgx.agent;

import dev.mgx.engine.Run;
import dev.mgx.engine.Step;
import dev.mgx.llm.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that acts, sees what came of it, and acts again, until its checks pass or a guard ends it. Each turn is two steps of the
 * run, what was said and what came of it, so that after a crash no journaled answer is asked for again. What made less work than
 * before is taken back at the end. For one thread.
 */
public final class AgentLoop {
    private final Run run;
    private final String name;
    private final String only;
    private final Workbench bench;
    private final LoopLimits limits;
    private final TurnHistory conversation;
    private final LoopGuard guard;
    private final List<Did> sinceBest = new ArrayList<>();
    private CheckReport best;
    private CheckReport last;

    /**
     * A loop.
     *
     * @param name of its steps, unique within the run
     * @param opening what the model is asked first
     * @param promptTokens the most that a prompt may have
     * @param only the path of the program's only file; empty if there are more
     * @param now how the checks stand
     */
    public AgentLoop(
            Run run,
            String name,
            Prompt opening,
            long promptTokens,
            String only,
            CheckReport now,
            Workbench bench,
            LoopLimits limits) {
        this.run = run;
        this.name = name;
        this.only = only;
        this.bench = bench;
        this.limits = limits;
        conversation = new TurnHistory(opening, promptTokens);
        guard = new LoopGuard(limits);
        best = now;
        last = now;
    }

    /** The journaled result of asking. */
    record Answered(String answer) {}

    /**
     * The journaled result of doing.
     *
     * @param report how the checks stand then; null if nothing changed
     */
    record Did(List<ActionOutcome> outcomes, @Nullable CheckReport report) {
        String observation() {
            return outcomes.stream().map(ActionOutcome::observation).collect(Collectors.joining("\n\n"));
        }

        List<String> changed() {
            return outcomes.stream()
                    .flatMap(outcome -> outcome.changed().stream())
                    .distinct()
                    .toList();
        }
    }

    /** Takes turns until the checks pass, or a guard ends the loop. */
    public LoopEnd untilDone() throws InterruptedException {
        for (int turn = 1; ; turn++) {
            String stepName = "%s-%d".formatted(name, turn);
            int number = turn;
            Optional<String> heard = bench.heard(stepName);
            heard.ifPresent(words -> conversation.add("(waiting)", "waited", "A person says:\n" + words));
            Prompt prompt = conversation.prompt();
            Answered said =
                    run.step(stepName + ":said", Answered.class, step -> new Answered(bench.ask(step, number, prompt)));
            Optional<LoopEnd.Cause> done = take(stepName, said.answer());
            if (done.isPresent()) {
                return new LoopEnd(done.get(), "", last, turn);
            }
            Optional<LoopGuard.Verdict> verdict = guard.verdict(turn, last.count() > 0);
            if (verdict.isPresent()) {
                restoreBest();
                return new LoopEnd(verdict.get().cause(), verdict.get().reason(), best, turn);
            }
        }
    }

    private Optional<LoopEnd.Cause> take(String stepName, String answer) throws InterruptedException {
        List<Action> actions;
        try {
            actions = ActionReader.read(answer, only);
        } catch (UnclearAction e) {
            conversation.add(answer, "answered without an action", String.valueOf(e.getMessage()));
            guard.unclear();
            return Optional.empty();
        }
        List<Action> deeds = actions.stream()
                .filter(action -> !(action instanceof Action.Finish))
                .toList();
        boolean finishes = deeds.size() < actions.size();
        if (!deeds.isEmpty()) {
            act(stepName, answer, deeds);
        }
        boolean passes = last.proves() || last.count() == 0;
        if (passes && (finishes || (last.proves() && bench.checksDecide()))) {
            return Optional.of(LoopEnd.Cause.DONE);
        }
        if (deeds.isEmpty()) {
            conversation.add(
                    answer, "said that it is done", "It is not done. %s\nGo on with an action.".formatted(last.text()));
            guard.refused();
        }
        return Optional.empty();
    }

    private void act(String stepName, String answer, List<Action> deeds) throws InterruptedException {
        Did did = run.step(stepName + ":did", Did.class, step -> done(step, deeds));
        CheckReport report = did.report();
        boolean gained =
                report != null && report.passed().size() > best.passed().size();
        sinceBest.add(did);
        if (report != null) {
            last = report;
            if (gained) {
                best = report;
                sinceBest.clear();
            }
        }
        String described = deeds.stream().map(Action::described).collect(Collectors.joining(" and "));
        String came = seen(did);
        conversation.add(answer, described, came);
        guard.acted(deeds + "\n" + came, gained);
    }

    private Did done(Step step, List<Action> deeds) throws InterruptedException {
        List<ActionOutcome> outcomes = new ArrayList<>();
        try {
            for (Action deed : deeds) {
                outcomes.add(done(step, deed));
            }
        } catch (UnclearAction e) {
            outcomes.add(new ActionOutcome(String.valueOf(e.getMessage()), List.of(), Map.of()));
        }
        boolean changed =
                outcomes.stream().anyMatch(outcome -> !outcome.changed().isEmpty());
        return new Did(outcomes, changed ? bench.check(step) : null);
    }

    private ActionOutcome done(Step step, Action deed) throws InterruptedException {
        return switch (deed) {
            case Action.RunCommand(String script) -> bench.run(step, script);
            case Action.WriteFiles(Map<String, String> files) -> bench.write(step, new HashMap<>(files));
            case Action.EditFile(String path, List<Replacement> replacements) -> {
                String text = bench.files(step).get(path);
                if (text == null) {
                    throw new UnclearAction("There is no file %s; to write it, give it whole".formatted(path));
                }
                for (Replacement replacement : replacements) {
                    text = replacement.in(text, path);
                }
                yield bench.write(step, Map.of(path, text));
            }
            case Action.Finish(String summary) -> new ActionOutcome("", List.of(), Map.of());
        };
    }

    private String seen(Did did) {
        StringBuilder seen = new StringBuilder(Observation.cut(did.observation(), limits.observationTokens()));
        if (!did.changed().isEmpty()) {
            seen.append("\nChanged: ").append(String.join(", ", did.changed()));
        }
        CheckReport report = did.report();
        if (report != null && report.count() > 0) {
            seen.append('\n').append(Observation.cut(report.text(), limits.observationTokens()));
        }
        String text = seen.toString().strip();
        return text.isEmpty() ? "Done, without a word." : text;
    }

    /** Puts back what was before the turns that made less work than the best. */
    private void restoreBest() throws InterruptedException {
        if (last.passed().size() >= best.passed().size()) {
            return;
        }
        Map<String, @Nullable String> before = new HashMap<>();
        for (Did did : sinceBest.reversed()) {
            did.outcomes().reversed().forEach(outcome -> before.putAll(outcome.before()));
        }
        if (!before.isEmpty()) {
            run.step(name + ":back", Boolean.class, step -> {
                bench.write(step, before);
                return true;
            });
        }
    }
}
