package dev.mgx.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads request bodies within a size limit and a timeout. Used on event loops. */
public final class BodyReader {
    private final Vertx vertx;
    private final HttpLimits limits;

    public BodyReader(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Calls exactly one of the two, once: with the body, or with the reason it was rejected. */
    void read(HttpServerRequest request, Consumer<String> received, Consumer<ProblemException> rejected) {
        Reading reading = new Reading(request, received, rejected);
        if (declaredLength(request) > limits.maxBodyBytes()) {
            reading.reject(tooLarge());
            return;
        }
        request.handler(reading::add);
        request.endHandler(end -> reading.end());
        request.exceptionHandler(gone -> reading.finish());
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        // The decoder has already rejected what is not a number.
        return length == null || length.isEmpty() || length.length() > 18 ? 0 : Long.parseLong(length.strip());
    }

    private ProblemException tooLarge() {
        return new ProblemException(413, "A body may have at most %d bytes".formatted(limits.maxBodyBytes()));
    }

    private final class Reading {
        private final HttpServerRequest request;
        private final Consumer<String> received;
        private final Consumer<ProblemException> rejected;
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private boolean finished;

        Reading(HttpServerRequest request, Consumer<String> received, Consumer<ProblemException> rejected) {
            this.request = request;
            this.received = received;
            this.rejected = rejected;
            timer = vertx.setTimer(
                    limits.bodyTimeout().toMillis(),
                    late -> reject(new ProblemException(
                            408,
                            "The body did not arrive within "
                                    + limits.bodyTimeout().toSeconds() + " seconds")));
        }

        void add(Buffer piece) {
            if (!finished && body.length() + piece.length() > limits.maxBodyBytes()) {
                reject(tooLarge());
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
                reject(new ProblemException(415, "A body must be JSON: Content-Type application/json"));
                return;
            }
            Text.decode(body.getBytes())
                    .ifPresentOrElse(
                            text -> {
                                finish();
                                received.accept(text);
                            },
                            () -> reject(ProblemException.invalid("body", "must be UTF-8")));
        }

        void reject(ProblemException why) {
            if (!finished) {
                finish();
                rejected.accept(why);
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
