package dev.mgx.llm.provider;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.ErrorSanitizer;
import dev.mgx.llm.http.Exchange;
import dev.mgx.llm.http.Frame;
import dev.mgx.llm.http.FrameReader;
import dev.mgx.llm.http.OptionalField;
import dev.mgx.llm.http.ProviderError;
import dev.mgx.llm.http.WireRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One call of a model in one dialect. For the thread of its call. */
record DialectCall(EndpointContext context, Dialect dialect, String name, AnswerLimits limits, AnswerDraft draft) {
    /** What some servers send in place of JSON to keep a connection open. */
    private static final Pattern ALIVE = Pattern.compile("(?i)\\s*(?:ping|pong|keep-?_?alive|heartbeat)\\s*");

    /** The server does not know the dialect, or not for this model. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ModelFailed failure;

        private Unknown(ModelFailed failure) {
            super(failure);
            this.failure = failure;
        }

        /** What it is where there is no other dialect. */
        ModelFailed failure() {
            return failure;
        }
    }

    /**
     * Asks and reads the answer into the draft, whole or not.
     *
     * @throws Unknown when the server does not know this dialect, or not for this model
     */
    void ask(Prompt prompt) throws InterruptedException {
        WireRequest request = dialect.request(context.endpoint(), name, prompt, limits);
        for (OptionalField field : dialect.optionalFields()) {
            request = context.unsupported().contains(name, field) ? request.without(field) : request;
        }
        // Each round removes one more field, and none twice, whatever concurrent calls find out meanwhile.
        Set<OptionalField> refusedHere = new HashSet<>();
        Optional<OptionalField> refused = read(request, refusedHere);
        while (refused.isPresent()) {
            request = request.without(refused.get());
            refused = read(request, refusedHere);
        }
    }

    /**
     * Sends the request and reads the answer into the draft, or returns the field that the server does not support.
     *
     * @param refusedHere the fields refused in this call; one that is refused again fails the call
     */
    private Optional<OptionalField> read(WireRequest request, Set<OptionalField> refusedHere)
            throws InterruptedException {
        try (Exchange exchange = context.transport().send(request)) {
            if (exchange.succeeded()) {
                FrameReader frames = new FrameReader(exchange.body(), dialect.framing(), limits);
                draft.ended(read(frames, exchange.contentType()));
                return Optional.empty();
            }
            ProviderError error = ProviderError.of(
                    exchange.status(),
                    exchange.headers(),
                    exchange.beginning(),
                    context.clock().instant());
            Optional<OptionalField> refused =
                    error.refusedField(dialect, request).filter(refusedHere::add);
            if (refused.isEmpty()) {
                ModelFailed failure = redirect(exchange).orElseGet(() -> error.failure(context.endpoint(), name));
                throw error.isOfTheApi() ? new Unknown(failure) : failure;
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
    private boolean read(FrameReader frames, String contentType) throws IOException, InterruptedException {
        for (Frame frame = frames.next(); frame != null && !draft.isOver(); frame = frames.next()) {
            if (frames.isDocument()) {
                document(frame.data(), contentType);
                return true;
            } else if (frame.isComment() || isSignOfLife(frame.data())) {
                draft.atWork();
            } else if (dialect.isEnd(frame)) {
                return true;
            } else {
                message(frame, frames);
            }
        }
        return draft.isOver();
    }

    private static boolean isSignOfLife(String data) {
        return !data.startsWith("{") && ALIVE.matcher(data).matches();
    }

    private void message(Frame frame, FrameReader frames) throws InterruptedException {
        try {
            for (JsonNode message : Json.readForeign(frame.data())) {
                if (frame.event().equals("error")) {
                    throw draft.failed(ProviderError.inStream(message));
                }
                dialect.read(message, draft);
            }
        } catch (MalformedJson e) {
            if (frames.isUnended()) {
                throw draft.cut("broke off in the middle of a line", e);
            }
            throw malformed("sent what is not its protocol: " + shown(frame.data()));
        }
    }

    /** The whole answer at once, as some servers send it although a stream was asked for; or no answer at all. */
    private void document(String document, String contentType) throws InterruptedException {
        List<JsonNode> messages;
        try {
            messages = Json.readForeign(document);
        } catch (MalformedJson e) {
            throw malformed("answered with '%s' instead of its protocol: %s"
                    .formatted(contentType, shown(ErrorSanitizer.withoutTags(document))));
        }
        for (JsonNode message : messages) {
            for (JsonNode part : message.isArray() ? message : List.of(message)) {
                dialect.read(part, draft);
            }
        }
        if (!draft.isFinished() && !draft.hasText()) {
            throw malformed("answered what is no answer: " + shown(ErrorSanitizer.message(document)));
        }
    }

    private String shown(String words) {
        return ErrorSanitizer.shown(words, context.endpoint());
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
                                ErrorSanitizer.shown(where, context.endpoint())),
                null));
    }
}
