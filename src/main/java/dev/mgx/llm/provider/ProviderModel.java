package dev.mgx.llm.provider;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.Dialect;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A model of a provider. Thread-safe. */
final class ProviderModel implements Model {
    /** Whatever a server may list: paths of files, spaces, any script. */
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}](?:[^\\p{Cntrl}]{0,298}[^\\s\\p{Cntrl}])?");

    /** A rule of thumb for English and code, for servers that report no usage. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final EndpointContext context;
    private final String name;

    ProviderModel(EndpointContext context, String name) {
        this.context = context;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public ModelProfile profile() {
        return context.profiles().of(name);
    }

    @Override
    public void learn() throws InterruptedException {
        if (isName()) {
            context.profiles().learn(this, context);
        }
    }

    private boolean isName() {
        return NAME.matcher(name).matches();
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        if (!isName()) {
            throw new ModelFailed(Kind.UNKNOWN_MODEL, "'%s' cannot be the name of a model".formatted(name), null);
        }
        AnswerDraft draft = new AnswerDraft(
                context.endpoint(), name, limits, prompt.answerSchema() != null, onText, context.monotonic());
        try {
            read(prompt, limits, draft);
        } finally {
            context.profiles().observe(name, draft);
        }
        return answer(prompt, draft);
    }

    /** Asks and reads the answer into the draft, whole or not. */
    void read(Prompt prompt, AnswerLimits limits, AnswerDraft draft) throws InterruptedException {
        Dialect dialect = context.dialects().of(name);
        try {
            new DialectCall(context, dialect, name, limits, draft).ask(prompt);
        } catch (DialectCall.Unknown unknown) {
            Dialect other = dialect.alternative().orElseThrow(unknown::failure);
            try {
                new DialectCall(context, other, name, limits, draft).ask(prompt);
            } catch (DialectCall.Unknown alsoUnknown) {
                throw unknown.failure();
            }
            context.dialects().prefer(name, other);
        }
    }

    private Answer answer(Prompt prompt, AnswerDraft draft) {
        String text = draft.whole();
        if (draft.outputTokens() == 0 && !text.isEmpty()) {
            context.unsupported().warnThatTokensAreEstimated(context.endpoint());
        }
        long input =
                draft.inputTokens() > 0 ? draft.inputTokens() : Math.ceilDiv(prompt.length(), CHARACTERS_PER_TOKEN);
        long output = draft.outputTokens() > 0 ? draft.outputTokens() : estimate(text);
        return new Answer(text, new Usage(input, output, BigDecimal.ZERO, 1));
    }

    private static long estimate(String text) {
        return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
    }
}
