package dev.mgx.llm.catalog;

import dev.mgx.llm.AnswerLimits;
import org.jspecify.annotations.Nullable;

/**
 * How a model's context window is divided.
 *
 * @param promptTokens tokens for the prompt, including system prompt and schema
 * @param answerTokens tokens for the answer
 */
public record Window(int promptTokens, int answerTokens) {
    /** The window assumed for unknown models, typical of small local ones. */
    static final int UNKNOWN_TOKENS = 8192;

    /**
     * Divides the window of a model; at most half of it is for the answer.
     *
     * @param known its size in tokens, where something better is known than the catalog; null if not
     */
    public static Window of(ModelFacts facts, @Nullable Integer known, AnswerLimits limits) {
        Integer size = known == null ? facts.contextTokens() : known;
        int whole = size == null ? UNKNOWN_TOKENS : size;
        int most = facts.maxOutputTokens() == null ? limits.maxTokens() : facts.maxOutputTokens();
        int answer = Math.min(Math.min(limits.maxTokens(), most), whole / 2);
        return new Window(whole - answer, answer);
    }

    /** The window that fits into both. */
    public Window and(Window other) {
        return new Window(Math.min(promptTokens, other.promptTokens), Math.min(answerTokens, other.answerTokens));
    }
}
