package dev.mgx.llm.provider;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.ErrorSanitizer;
import dev.mgx.llm.http.Exchange;
import dev.mgx.llm.http.Frame;
import dev.mgx.llm.http.FrameReader;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A model of a provider. Thread-safe. */
final class ProviderModel implements Model {
    /** Whatever a server may list: paths of files, spaces, any script. */
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}](?:[^\\p{Cntrl}]{0,298}[^\\s\\p{Cntrl}])?");

    /** What some servers send in place of JSON to keep a connection open. */
    private static final Pattern ALIVE = Pattern.compile("(?i)\\s*(?:ping|pong|keep-?_?alive|heartbeat)\\s*");

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
        WireRequest request = context.dialect().request(context.endpoint(), name, prompt, limits);
        for (OptionalField field : context.dialect().optionalFields()) {
            request = context.unsupported().contains(name, field) ? request.without(field) : request;
        }
        // Each round removes one more field, and none twice, whatever concurrent calls find out meanwhile.
        Set<OptionalField> refusedHere = new HashSet<>();
        Optional<OptionalField> refused = read(request, limits, draft, refusedHere);
        while (refused.isPresent()) {
            request = request.without(refused.get());
            refused = read(request, limits, draft, refusedHere);
        }
    }

    /**
     * Sends the request and reads the answer into the draft, or returns the field that the server does not support.
     *
     * @param refusedHere the fields refused in this call; one that is refused again fails the call
     */
    private Optional<OptionalField> read(
            WireRequest request, AnswerLimits limits, AnswerDraft draft, Set<OptionalField> refusedHere)
            throws InterruptedException {
        try (Exchange exchange = context.transport().send(context.endpoint(), request)) {
            if (exchange.succeeded()) {
                FrameReader frames =
                        new FrameReader(exchange.body(), context.dialect().framing(), limits);
                draft.ended(read(frames, exchange.contentType(), draft));
                return Optional.empty();
            }
            ProviderError error = ProviderError.of(
                    exchange.status(),
                    exchange.headers(),
                    exchange.beginning(),
                    context.clock().instant());
            Optional<OptionalField> refused =
                    error.refusedField(context.dialect(), request).filter(refusedHere::add);
            if (refused.isEmpty()) {
                throw redirect(exchange).orElseGet(() -> error.failure(context.endpoint(), name));
            }
            context.unsupported().add(name, refused.get());
            return refused;
        } catch (FrameReader.TooMuch e) {
            throw new ModelFailed(
                    Kind.TOO_LONG,
                    context.endpoint().title() + " sent more than an answer within its limits can be",
                    e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (draft.isFinished()) {
                return Optional.empty(); // only the end of the stream is missing
            }
            throw draft.cut("broke the connection in the middle of its answer: " + e.getMessage(), e);
        }
    }

    /** Reads until the end, and returns whether that was said to be the end. */
    private boolean read(FrameReader frames, String contentType, AnswerDraft draft)
            throws IOException, InterruptedException {
        for (Frame frame = frames.next(); frame != null && !draft.isOver(); frame = frames.next()) {
            if (frames.isDocument()) {
                document(frame.data(), contentType, draft);
                return true;
            } else if (frame.isComment() || ALIVE.matcher(frame.data()).matches()) {
                draft.atWork();
            } else if (context.dialect().isEnd(frame)) {
                return true;
            } else {
                message(frame, frames, draft);
            }
        }
        return draft.isOver();
    }

    private void message(Frame frame, FrameReader frames, AnswerDraft draft) throws InterruptedException {
        try {
            for (JsonNode message : Json.readForeign(frame.data())) {
                if (frame.event().equals("error")) {
                    throw draft.failed(ProviderError.inStream(message));
                }
                context.dialect().read(message, draft);
            }
        } catch (MalformedJson e) {
            if (frames.isUnended()) {
                throw draft.cut("broke off in the middle of a line", e);
            }
            throw malformed("sent what is not its protocol: " + shown(frame.data()));
        }
    }

    /** The whole answer at once, as some servers send it although a stream was asked for; or no answer at all. */
    private void document(String document, String contentType, AnswerDraft draft) throws InterruptedException {
        List<JsonNode> messages;
        try {
            messages = Json.readForeign(document);
        } catch (MalformedJson e) {
            throw malformed("answered with '%s' instead of its protocol: %s"
                    .formatted(contentType, shown(ErrorSanitizer.withoutTags(document))));
        }
        for (JsonNode message : messages) {
            for (JsonNode part : message.isArray() ? message : List.of(message)) {
                context.dialect().read(part, draft);
            }
        }
        if (!draft.isFinished() && !draft.hasText()) {
            throw malformed("answered what is no answer: " + shown(ErrorSanitizer.message(document)));
        }
    }

    private String shown(String words) {
        return ErrorSanitizer.shown(words, context.endpoint().key());
    }

    private ModelFailed malformed(String how) {
        return new ModelFailed(Kind.GARBLED, context.endpoint().title() + " " + how, null);
    }

    private Optional<ModelFailed> redirect(Exchange exchange) {
        if (exchange.status() / 100 != 3) {
            return Optional.empty();
        }
        String where = exchange.headers().firstValue("location").orElse("nowhere");
        return Optional.of(new ModelFailed(
                Kind.REFUSED,
                "%s points elsewhere (%d, to %s); it is not followed, because the key would go along"
                        .formatted(
                                context.endpoint().title(),
                                exchange.status(),
                                ErrorSanitizer.shown(where, context.endpoint().key())),
                null));
    }

    private Answer answer(Prompt prompt, AnswerDraft draft) {
        String text = draft.whole();
        if (draft.outputTokens() == 0 && !text.isEmpty()) {
            context.unsupported().warnThatTokensAreEstimated(context.endpoint());
        }
        long input =
                draft.inputTokens() > 0 ? draft.inputTokens() : estimate(prompt.system()) + estimate(prompt.user());
        long output = draft.outputTokens() > 0 ? draft.outputTokens() : estimate(text);
        return new Answer(text, new Usage(input, output, BigDecimal.ZERO, 1));
    }

    private static long estimate(String text) {
        return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
    }
}
