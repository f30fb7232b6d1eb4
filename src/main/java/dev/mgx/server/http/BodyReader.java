package dev.mgx.server.http;

import dev.mgx.server.intake.HeldBytes;
import dev.mgx.server.intake.Overloaded;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads request bodies within a size limit, a timeout, and what all may have in memory. Used on event loops. */
public final class BodyReader {
    private static final String AS_IT_IS = "A body must come as it is, without a Content-Encoding like gzip";

    private final Vertx vertx;
    private final HttpLimits limits;
    private final HeldBytes held;
    private final UploadReader uploads;

    public BodyReader(Vertx vertx, HttpLimits limits, HeldBytes held) {
        uploads = new UploadReader(vertx, limits);
        this.vertx = vertx;
        this.limits = limits;
        this.held = held;
    }

    /**
     * A body that was received.
     *
     * @param upload the temporary file of a body that is no JSON; then the text is empty
     * @param share what it holds in memory
     */
    record Received(String text, @Nullable Path upload, HeldBytes.Share share) {
        /** Gives back what it holds. Whoever takes a body closes it. */
        void close() {
            share.close();
            if (upload != null && !upload.toFile().delete()) {
                upload.toFile().deleteOnExit();
            }
        }
    }

    /** The same for a body of this media type, which may be large. */
    void readUpload(
            HttpServerRequest request, String mediaType, Consumer<Received> received, Consumer<Response> rejected) {
        if (!mediaType.equals(mediaType(request.getHeader("Content-Type")))) {
            rejected.accept(unsupported("The body must be a zip: Content-Type " + mediaType));
        } else if (isEncoded(request.getHeader("Content-Encoding"))) {
            rejected.accept(unsupported(AS_IT_IS));
        } else if (declaredLength(request) > limits.uploads().maxBytes()) {
            rejected.accept(Response.of(uploads.tooLarge()));
        } else {
            uploads.read(request, file -> received.accept(new Received("", file, held.share())), rejected);
        }
    }

    /**
     * Calls one of the two, once: with the body, or with the reason it was rejected; none if the client goes away.
     */
    void read(HttpServerRequest request, Consumer<Received> received, Consumer<Response> rejected) {
        Reading reading = new Reading(request, received, rejected);
        if (declaredLength(request) > limits.maxBodyBytes()) {
            reading.reject(Response.of(tooLarge()));
            return;
        }
        request.handler(reading::add);
        request.endHandler(end -> reading.end());
        request.exceptionHandler(gone -> reading.drop());
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        // The decoder has already rejected what is not a number.
        return length == null || length.isEmpty() || length.length() > 18 ? 0 : Long.parseLong(length.strip());
    }

    private Problem tooLarge() {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE, "A body may have at most %d bytes".formatted(limits.maxBodyBytes()));
    }

    private static Response unsupported(String detail) {
        return Response.of(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail));
    }

    private final class Reading {
        private final HttpServerRequest request;
        private final Consumer<Received> received;
        private final Consumer<Response> rejected;
        private final HeldBytes.Share share = held.share();
        private Buffer body = Buffer.buffer();
        private final long timer;
        private boolean finished;

        Reading(HttpServerRequest request, Consumer<Received> received, Consumer<Response> rejected) {
            this.request = request;
            this.received = received;
            this.rejected = rejected;
            timer = vertx.setTimer(
                    limits.bodyTimeout().toMillis(),
                    late -> reject(Response.of(Problem.of(
                            ProblemType.BODY_TIMEOUT,
                            "The body did not arrive within "
                                    + limits.bodyTimeout().toSeconds() + " seconds"))));
        }

        void add(Buffer piece) {
            if (finished) {
                return;
            }
            if (body.length() + piece.length() > limits.maxBodyBytes()) {
                reject(Response.of(tooLarge()));
                return;
            }
            try {
                share.grow(piece.length());
                body.appendBuffer(piece);
            } catch (Overloaded e) {
                reject(ExceptionMapper.reply(e));
            }
        }

        void end() {
            if (finished) {
                return;
            }
            if (body.length() > 0 && !isJson(request.getHeader("Content-Type"))) {
                reject(unsupported("A body must be JSON: Content-Type application/json"));
                return;
            }
            if (body.length() > 0 && isEncoded(request.getHeader("Content-Encoding"))) {
                reject(unsupported(AS_IT_IS));
                return;
            }
            Text.decode(body.getBytes())
                    .ifPresentOrElse(
                            text -> {
                                finish();
                                received.accept(new Received(text, null, share));
                            },
                            () -> reject(ExceptionMapper.reply(ProblemException.invalid("body", "must be UTF-8"))));
        }

        void reject(Response why) {
            if (!finished) {
                drop();
                rejected.accept(why);
            }
        }

        /** Frees what has come. After the whole body was received, that is for whoever took it. */
        void drop() {
            if (!finished) {
                finish();
                share.close();
            }
        }

        private void finish() {
            finished = true;
            body = Buffer.buffer();
            vertx.cancelTimer(timer);
        }
    }

    private static boolean isEncoded(@Nullable String contentEncoding) {
        return contentEncoding != null
                && !contentEncoding.strip().toLowerCase(Locale.ROOT).matches("|identity");
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

    private static String mediaType(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
