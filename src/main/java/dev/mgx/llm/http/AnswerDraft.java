package dev.mgx.llm.http;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.TextListener;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer while it comes. For the thread of its call. */
public final class AnswerDraft {
    private final Endpoint endpoint;
    private final String model;
    private final AnswerLimits limits;
    private final TextListener onText;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private long textBytes;
    private long inputTokens;
    private long outputTokens;
    private @Nullable Finish finish;
    private boolean over;

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

    public AnswerDraft(Endpoint endpoint, String model, AnswerLimits limits, TextListener onText) {
        this.endpoint = endpoint;
        this.model = model;
        this.limits = limits;
        this.onText = onText;
    }

    /** The next piece of text; an empty one says only that the model is at work. */
    public void piece(String piece) throws InterruptedException {
        textBytes += piece.getBytes(StandardCharsets.UTF_8).length;
        if (textBytes > limits.maxBytes()) {
            throw tooLong("is longer than %d bytes".formatted(limits.maxBytes()));
        }
        text.append(piece);
        onText.text(piece);
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
            case DONE -> text.toString();
            case OUT_OF_TOKENS -> throw tooLong("reached its token limit before it was complete");
            case REFUSED -> throw refused("it gives no reason");
            case BROKEN_OFF -> throw cut("broke off its answer", null);
        };
    }

    /** The failure that this error in the middle of the answer is. */
    public ModelFailed failed(ProviderError error) {
        return error.failure(endpoint, model);
    }

    public ModelFailed cut(String how, @Nullable Exception cause) {
        return new ModelFailed(ModelFailed.Kind.CUT, endpoint.title() + " " + how, cause);
    }

    private ModelFailed tooLong(String how) {
        return new ModelFailed(
                ModelFailed.Kind.TOO_LONG, "The answer of %s %s".formatted(endpoint.titleWithin(), how), null);
    }

    private ModelFailed refused(String words) {
        return new ModelFailed(
                ModelFailed.Kind.REFUSED,
                "%s will not answer: %s".formatted(endpoint.title(), ErrorSanitizer.shown(words, endpoint.key())),
                null);
    }
}
