package dev.mgx.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives the bodies of requests, within a size and a time. Used on event loops. */
public final class BodyReader {
    private final Vertx vertx;
    private final HttpLimits limits;

    public BodyReader(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Calls one of the two, once, when the body is there or it is clear that it is refused. */
    void read(HttpServerRequest request, Consumer<String> received, Consumer<ProblemException> refused) {
        Reading reading = new Reading(request, received, refused);
        if (declaredLength(request) > limits.maxBodyBytes()) {
            reading.refuse(tooLarge());
            return;
        }
        request.handler(reading::add);
        request.endHandler(end -> reading.end());
        request.exceptionHandler(gone -> reading.finish());
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        // What is no number has been refused by the decoder already.
        return length == null || length.isEmpty() || length.length() > 18 ? 0 : Long.parseLong(length.strip());
    }

    private ProblemException tooLarge() {
        return new ProblemException(413, "A body may have at most %d bytes".formatted(limits.maxBodyBytes()));
    }

    private final class Reading {
        private final HttpServerRequest request;
        private final Consumer<String> received;
        private final Consumer<ProblemException> refused;
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private boolean finished;

        Reading(HttpServerRequest request, Consumer<String> received, Consumer<ProblemException> refused) {
            this.request = request;
            this.received = received;
            this.refused = refused;
            timer = vertx.setTimer(
                    limits.bodyTimeout().toMillis(),
                    late -> refuse(new ProblemException(
                            408,
                            "The body did not arrive within "
                                    + limits.bodyTimeout().toSeconds() + " seconds")));
        }

        void add(Buffer piece) {
            if (!finished && body.length() + piece.length() > limits.maxBodyBytes()) {
                refuse(tooLarge());
            }
            if (!finished) {
                body.appendBuffer(piece);
            }
        }

        void end() {
            if (finished) {
                return;
            }
            if (body.length() > 0 && !isJson(request.getHeader("Content-Type"))) {
                refuse(new ProblemException(415, "A body must be JSON: Content-Type application/json"));
                return;
            }
            Text.decode(body.getBytes())
                    .ifPresentOrElse(
                            text -> {
                                finish();
                                received.accept(text);
                            },
                            () -> refuse(ProblemException.invalid("body", "must be UTF-8")));
        }

        void refuse(ProblemException why) {
            if (!finished) {
                finish();
                refused.accept(why);
            }
        }

        void finish() {
            finished = true;
            vertx.cancelTimer(timer);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
        boolean otherCharset = parts.length == 2
                && parts[1].contains("charset")
                && !parts[1].replace("\"", "").replace(" ", "").contains("charset=utf-8");
        return parts[0].strip().equals("application/json") && !otherCharset;
    }
}
