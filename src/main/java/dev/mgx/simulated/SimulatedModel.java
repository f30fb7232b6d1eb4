package dev.mgx.simulated;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A model for use without a provider: it can write a few small programs and, for anything else, a record keeper for
 * the things that the requirement names. Its answer depends on the prompt alone. Thread-safe.
 */
public final class SimulatedModel implements Model {
    /** A rule of thumb for English and code. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Duration delay;
    private final Mistake mistake;

    /** @param mistake the mistake in every first draft */
    public SimulatedModel(Duration delay, Mistake mistake) {
        this.delay = delay;
        this.mistake = mistake;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        Thread.sleep(delay);
        String text =
                new Reply(PromptText.of(prompt.user()), prompt.exchanges().isEmpty(), mistake).text(prompt.role());
        for (String line : text.split("(?<=\n)", -1)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            onText.text(line);
        }
        long input = Math.ceilDiv(prompt.length(), CHARACTERS_PER_TOKEN);
        return new Answer(text, new Usage(input, tokens(text), BigDecimal.ZERO, 1));
    }

    private static long tokens(String text) {
        return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
    }
}
