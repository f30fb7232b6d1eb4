package dev.mgx.llm.catalog;

import dev.mgx.llm.AnswerLimits;
import org.jspecify.annotations.Nullable;

/**
 * How a model's window is divided.
 *
 * @param promptTokens for everything that it is given, system prompt and schema included
 * @param answerTokens for its answer
 */
public record Window(int promptTokens, int answerTokens) {
    /** What is taken for granted of a model of which nothing is known: what small local ones usually have. */
    static final int UNKNOWN_TOKENS = 8192;

    /**
     * The window of a model: at most half of it is for the answer.
     *
     * @param set how large the operator says that it is, or null
     */
    public static Window of(ModelFacts facts, @Nullable Integer set, AnswerLimits limits) {
        Integer known = set == null ? facts.contextTokens() : set;
        int whole = known == null ? UNKNOWN_TOKENS : known;
        int most = facts.maxOutputTokens() == null ? limits.maxTokens() : facts.maxOutputTokens();
        int answer = Math.min(Math.min(limits.maxTokens(), most), whole / 2);
        return new Window(whole - answer, answer);
    }

    /** Room for what fits into both. */
    public Window and(Window other) {
        return new Window(Math.min(promptTokens, other.promptTokens), Math.min(answerTokens, other.answerTokens));
    }
}
