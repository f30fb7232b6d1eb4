package dev.mgx.llm.http;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.StopTokens;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer while it comes. For the thread of its call. */
public final class AnswerDraft {
    private final Endpoint endpoint;
    private final String model;
    private final AnswerLimits limits;
    private final TextListener onText;
    private final AnswerPace pace;
    private final WholeCharacters wholeCharacters = new WholeCharacters();
    private final ThoughtFilter thoughtFilter = new ThoughtFilter();
    private final RepetitionDetector repetition;
    private final RepetitionDetector thoughtRepetition = new RepetitionDetector(false);
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private long textBytes;
    private long inputTokens;
    private long outputTokens;
    private @Nullable Finish finish;
    private boolean over;
    private boolean thoughtful;

    /** What the provider says the answer ended with. */
    public enum Finish {
        /** It is whole. */
        DONE,
        /** It is as long as it may be, and not whole. */
        OUT_OF_TOKENS,
        /** The model or the provider will not give it. */
        REFUSED,
        /** The provider broke it off. */
        BROKEN_OFF
    }

    /** @param structured whether the answer is to follow a JSON schema */
    public AnswerDraft(
            Endpoint endpoint,
            String model,
            AnswerLimits limits,
            boolean structured,
            TextListener onText,
            MonotonicClock clock) {
        this.endpoint = endpoint;
        this.model = model;
        this.limits = limits;
        this.onText = onText;
        repetition = new RepetitionDetector(structured);
        pace = new AnswerPace(clock);
    }

    /** The next piece of text; an empty one says only that the model is at work. */
    public void piece(String piece) throws InterruptedException {
        ThoughtFilter.Divided divided = thoughtFilter.add(wholeCharacters.add(piece));
        if (divided.takesBack()) {
            text.setLength(0);
            thoughtful = true;
        }
        thought(divided.thought());
        if (!divided.text().isEmpty() || divided.thought().isEmpty()) {
            text(divided.text());
        }
    }

    /**
     * No more frames come: what could have become a thought is text.
     *
     * @param properly whether the server has said that this is the end; then an answer is whole that gives no reason
     */
    public void ended(boolean properly) throws InterruptedException {
        piece(wholeCharacters.rest());
        text(thoughtFilter.rest());
        if (properly && finish == null && !text.isEmpty()) {
            finish = Finish.DONE;
        }
    }

    private void text(String piece) throws InterruptedException {
        int bytes = piece.getBytes(StandardCharsets.UTF_8).length;
        textBytes += bytes;
        if (textBytes > limits.maxBytes()) {
            throw tooLong("is longer than %d bytes".formatted(limits.maxBytes()));
        }
        text.append(piece);
        if (!piece.isEmpty()) {
            pace.came(bytes);
        }
        onText.text(piece);
        requireProgress(repetition.add(piece), "");
    }

    /** The next piece of what the model thinks before it answers: no text, but a sign of life. */
    public void thought(String piece) throws InterruptedException {
        if (piece.isEmpty()) {
            return;
        }
        thoughtful = true;
        pace.came(piece.getBytes(StandardCharsets.UTF_8).length);
        onText.thought(piece);
        requireProgress(thoughtRepetition.add(piece), " in its thoughts");
    }

    /** Whether the model has thought before it answered. */
    public boolean isThoughtful() {
        return thoughtful;
    }

    /** The model has thought, although what it thought is not told. */
    public void thoughtInSilence() {
        thoughtful = true;
    }

    public AnswerPace pace() {
        return pace;
    }

    /**
     * How fast the server says that the model was; 0 seconds where it does not say.
     *
     * @param readTokens without those that were in a cache
     */
    public void speed(long readTokens, double readSeconds, long writtenTokens, double writingSeconds) {
        pace.told(readTokens, readSeconds, writtenTokens, writingSeconds);
    }

    private void requireProgress(Optional<RepetitionDetector.Repetition> found, String where) {
        if (found.isPresent()) {
            RepetitionDetector.Repetition repeated = found.get();
            throw new ModelFailed(
                    ModelFailed.Kind.REPETITIVE,
                    "%s went round in circles%s and was cut: it wrote \"%s\" %d times in a row"
                            .formatted(
                                    model, where, ErrorSanitizer.shown(repeated.block(), endpoint), repeated.times()),
                    null);
        }
    }

    public void atWork() throws InterruptedException {
        onText.text("");
    }

    /** Words in which the model or the provider says no. */
    public void refusal(String words) {
        refusal.append(words);
    }

    public void finish(Finish how) {
        finish = how;
    }

    /** What was counted so far; 0 leaves what was said before. */
    public void tokens(long input, long output) {
        inputTokens = input > 0 ? input : inputTokens;
        outputTokens = output > 0 ? output : outputTokens;
    }

    /** Nothing more is to come. */
    public void over() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    public boolean isFinished() {
        return finish != null;
    }

    public boolean hasText() {
        return !text.isEmpty() || thoughtful;
    }

    public long inputTokens() {
        return inputTokens;
    }

    public long outputTokens() {
        return outputTokens;
    }

    /**
     * The whole text.
     *
     * @throws ModelFailed when it is not whole
     */
    public String whole() {
        if (!refusal.isEmpty()) {
            throw refused(refusal.toString());
        }
        return switch (finish) {
            case null -> throw cut("ended its answer without a finish reason", null);
            case DONE -> said();
            case OUT_OF_TOKENS -> throw outOfTokens();
            case REFUSED -> throw refused("it gives no reason");
            case BROKEN_OFF -> throw cut("broke off its answer", null);
        };
    }

    private String said() {
        String said = StopTokens.leftOutOf(text.toString());
        if (said.isBlank()) {
            throw new ModelFailed(
                    ModelFailed.Kind.EMPTY,
                    model + (thoughtful ? " only thought, and did not answer" : " gave an empty answer"),
                    null);
        }
        return said;
    }

    /** The failure that this error in the middle of the answer is. */
    public ModelFailed failed(ProviderError error) {
        return error.failure(endpoint, model);
    }

    public ModelFailed cut(String how, @Nullable Exception cause) {
        return new ModelFailed(ModelFailed.Kind.CUT, endpoint.title() + " " + how, cause);
    }

    /** At the limit that was asked for, or, where far fewer tokens were counted, at the end of the window. */
    private ModelFailed outOfTokens() {
        return outputTokens > 0 && outputTokens < limits.maxTokens() * 9L / 10
                ? tooLong(String.format(
                        Locale.ROOT,
                        "filled the model's window after %,d tokens, before it was complete (MGX_MODEL_CONTEXT_TOKENS)",
                        outputTokens))
                : tooLong(String.format(
                        Locale.ROOT, "is longer than the %,d tokens that this answer may have", limits.maxTokens()));
    }

    private ModelFailed tooLong(String how) {
        return new ModelFailed(
                ModelFailed.Kind.TOO_LONG, "The answer of %s %s".formatted(endpoint.titleWithin(), how), null);
    }

    private ModelFailed refused(String words) {
        return new ModelFailed(
                ModelFailed.Kind.REFUSED,
                "%s will not answer: %s".formatted(endpoint.title(), ErrorSanitizer.shown(words, endpoint)),
                null);
    }
}
