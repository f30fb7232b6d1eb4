package dev.mgx.agent;

import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was said and what came of it, fitted to the window of a model: of old turns what came is left out first, then what was
 * said, and at last they are told in a line each. The same turns give the same prompt. Confined to the thread of its loop.
 */
final class TurnHistory {
    /** Turns that stay whole as long as anything else can go. */
    private static final int WHOLE = 2;

    private static final String LEFT_OUT = "[what came is left out here]";

    private final Prompt opening;
    private final long tokens;
    private final List<Turn> turns = new ArrayList<>();

    /**
     * A turn.
     *
     * @param described what was done, in a few words
     * @param came what the model is told then
     */
    private record Turn(String answer, String described, String came) {
        Prompt.Exchange whole() {
            return new Prompt.Exchange(answer.isBlank() ? "(nothing)" : answer, came);
        }

        Prompt.Exchange withoutWhatCame() {
            return new Prompt.Exchange(whole().answer(), lastLine());
        }

        Prompt.Exchange told() {
            return new Prompt.Exchange("I " + described + ".", lastLine());
        }

        /** How the checks stood, which comes in the order of things last. */
        private String lastLine() {
            return came.lines()
                    .filter(line -> line.startsWith("Checks: "))
                    .reduce((first, last) -> last)
                    .map(line -> LEFT_OUT + "\n" + line)
                    .orElse(LEFT_OUT);
        }

        String line() {
            return "- I %s. %s"
                    .formatted(described, lastLine().replace(LEFT_OUT, "").strip())
                    .strip();
        }
    }

    /** @param tokens the most that a prompt may have */
    TurnHistory(Prompt opening, long tokens) {
        this.opening = opening;
        this.tokens = tokens;
    }

    void add(String answer, String described, String came) {
        turns.add(new Turn(answer, described, came));
    }

    /** What the model is asked next. */
    Prompt prompt() {
        int last = Math.max(0, turns.size() - WHOLE);
        for (int shortened = 0; shortened <= last; shortened++) {
            Prompt prompt = prompt(0, 0, shortened);
            if (fits(prompt)) {
                return prompt;
            }
        }
        for (int told = 1; told <= last; told++) {
            Prompt prompt = prompt(0, told, last);
            if (fits(prompt)) {
                return prompt;
            }
        }
        for (int gone = 1; gone <= last; gone++) {
            Prompt prompt = prompt(gone, last, last);
            if (fits(prompt)) {
                return prompt;
            }
        }
        return prompt(turns.size(), turns.size(), turns.size()); // with what came last
    }

    private boolean fits(Prompt prompt) {
        return TokenEstimate.of(prompt) <= tokens;
    }

    /** The first {@code gone} turns in a line each, those up to {@code told} in a few words, up to {@code shortened} without what came. */
    private Prompt prompt(int gone, int told, int shortened) {
        List<Prompt.Exchange> exchanges = new ArrayList<>();
        for (int i = gone; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            exchanges.add(i < told ? turn.told() : i < shortened ? turn.withoutWhatCame() : turn.whole());
        }
        return (gone == 0 ? opening : begun(gone)).after(exchanges);
    }

    private Prompt begun(int gone) {
        String done = turns.subList(0, gone).stream().map(Turn::line).collect(Collectors.joining("\n"));
        String last = gone == turns.size()
                ? "\n\n## What came last\n" + shortened(turns.getLast().came())
                : "";
        return new Prompt(
                opening.role(),
                opening.system(),
                opening.user().stripTrailing() + "\n\n## What was done so far\n" + done + last + "\n",
                opening.answerSchema(),
                opening.answerTokens(),
                opening.temperature());
    }

    private String shortened(String text) {
        long room = Math.max(100, (tokens - TokenEstimate.of(opening)) / 2);
        return Observation.cut(text, room);
    }
}
