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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model that acts, sees what came of it, and acts again, until its checks pass or a guard ends it. Each turn is two steps of the
 * run, what was said and what came of it, so that after a crash no journaled answer is asked for again. Work that passes may be sent
 * back once, with a question; after the answer it is taken as it is. What made less work than before is taken back at the end. For
 * one thread.
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
    private final List<String> said = new ArrayList<>();
    private final Map<String, String> written = new HashMap<>();
    private CheckReport best;
    private CheckReport last;
    /** The turn whose work was sent back; 0 if none was. */
    private int sentBack;

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

    /** The journaled question with which work is sent back; null if it is taken. */
    record Handed(@Nullable String question) {}

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
            Answered answered =
                    run.step(stepName + ":said", Answered.class, step -> new Answered(answer(step, number, prompt)));
            if (take(stepName, turn, answered.answer())) {
                return end(LoopEnd.Cause.DONE, "", last, turn);
            }
            Optional<LoopGuard.Verdict> verdict =
                    sentBack == turn ? Optional.empty() : guard.verdict(turn, last.count() > 0);
            if (verdict.isPresent()) {
                restoreBest();
                return sentBack > 0 && best.proves() // as it was handed in
                        ? end(LoopEnd.Cause.DONE, "", best, turn)
                        : end(verdict.get().cause(), verdict.get().reason(), best, turn);
            }
        }
    }

    private LoopEnd end(LoopEnd.Cause cause, String reason, CheckReport report, int turn) {
        return new LoopEnd(cause, reason, report, turn, String.join("\n", said), written);
    }

    private String answer(Step step, int turn, Prompt prompt) throws InterruptedException {
        return sentBack > 0 && sentBack == turn - 1
                ? bench.askAgain(step, turn, prompt).orElse("(nothing)")
                : bench.ask(step, turn, prompt);
    }

    /** Does what an answer says; returns whether the work is taken then. */
    private boolean take(String stepName, int turn, String answer) throws InterruptedException {
        List<Action> actions;
        try {
            actions = ActionReader.read(answer, only);
        } catch (UnclearAction e) {
            if (sentBack > 0 && passes()) { // it only answers the question
                said.add(ActionReader.spoken(answer));
                return true;
            }
            conversation.add(answer, "answered without an action", String.valueOf(e.getMessage()));
            guard.unclear();
            return false;
        }
        List<Action> deeds = actions.stream()
                .filter(action -> !(action instanceof Action.Finish))
                .toList();
        boolean finishes = deeds.size() < actions.size();
        String came = deeds.isEmpty() ? "" : act(stepName, answer, deeds);
        String described = deeds.isEmpty()
                ? "said that it is done"
                : deeds.stream().map(Action::described).collect(Collectors.joining(" and "));
        boolean handsIn = finishes || sentBack > 0 || (last.proves() && bench.checksDecide());
        if (handsIn && passes()) {
            return handIn(stepName, turn, new Words(answer, described, came), actions);
        }
        conversation.add(
                answer,
                described,
                deeds.isEmpty() ? "It is not done. %s\nGo on with an action.".formatted(last.text()) : came);
        if (deeds.isEmpty()) {
            guard.refused();
        }
        return false;
    }

    private boolean passes() {
        return last.proves() || last.count() == 0;
    }

    /** An answer, what it did in a few words, and what came of it. */
    private record Words(String answer, String described, String came) {}

    /** Whether the work is taken: the second time it is, and in the last turn; else it may be sent back. */
    private boolean handIn(String stepName, int turn, Words words, List<Action> actions) throws InterruptedException {
        said.add(ActionReader.spoken(words.answer()));
        actions.stream()
                .filter(Action.Finish.class::isInstance)
                .map(action -> ((Action.Finish) action).summary())
                .forEach(said::add);
        if (sentBack > 0 || turn >= limits.turns()) {
            return true;
        }
        String question = run.step(
                        stepName + ":handed",
                        Handed.class,
                        step -> new Handed(
                                bench.question(step, String.join("\n", said)).orElse(null)))
                .question();
        if (question == null) {
            return true;
        }
        sentBack = turn;
        conversation.add(words.answer(), words.described(), (words.came() + "\n\n" + question).strip());
        return false;
    }

    /** Returns what the model is told of it. */
    private String act(String stepName, String answer, List<Action> asked) throws InterruptedException {
        List<Action> deeds = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Action each : asked) {
            Optional<String> refusal = each instanceof Action.RunCommand(String script)
                    ? bench.refusal("%s:may-%d".formatted(stepName, deeds.size() + refusals.size() + 1), script)
                    : Optional.empty();
            refusal.ifPresentOrElse(refusals::add, () -> deeds.add(each));
        }
        Did did = deeds.isEmpty()
                ? new Did(List.of(), null)
                : run.step(stepName + ":did", Did.class, step -> done(step, deeds));
        did.changed().forEach(path -> written.put(path.replaceFirst(" \\(removed\\)$", ""), answer));
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
        String came = Stream.concat(deeds.isEmpty() ? Stream.empty() : Stream.of(seen(did)), refusals.stream())
                .collect(Collectors.joining("\n"));
        guard.acted(asked + "\n" + came, gained);
        return came;
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
