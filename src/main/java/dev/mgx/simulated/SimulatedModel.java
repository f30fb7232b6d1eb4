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
 * The model that stands in where there is none: knows a few small programs and, for anything else, a
 * record keeper for what the requirement names. A function of the prompt alone. Thread-safe.
 */
public final class SimulatedModel implements Model {
    /** A rule of thumb for English and code. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Duration pauseBeforeAnswer;
    private final Mistake mistake;

    /** @param mistake what every first draft gets wrong */
    public SimulatedModel(Duration pauseBeforeAnswer, Mistake mistake) {
        this.pauseBeforeAnswer = pauseBeforeAnswer;
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
        Thread.sleep(pauseBeforeAnswer);
        String text = new Reply(PromptText.of(prompt.user()), mistake).text(prompt.role());
        for (String line : text.split("(?<=\n)", -1)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            onText.text(line);
        }
        long input = tokens(prompt.system()) + tokens(prompt.user());
        return new Answer(text, new Usage(input, tokens(text), BigDecimal.ZERO, 1));
    }

    private static long tokens(String text) {
        return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
    }
}
