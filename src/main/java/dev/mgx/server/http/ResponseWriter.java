package dev.mgx.server.http;

import dev.mgx.server.intake.HeldBytes;
import dev.mgx.server.intake.Overloaded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes responses to clients. */
public final class ResponseWriter {
    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);

    /** How long a client may keep sending a rejected body: enough to read the response. */
    private static final long LINGER_MILLIS = 1_000;

    /** RFC 9110, 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final HttpLimits limits;
    private final HeldBytes held;
    private final InstantSource clock;

    public ResponseWriter(Vertx vertx, HttpLimits limits, HeldBytes held, InstantSource clock) {
        this.vertx = vertx;
        this.limits = limits;
        this.held = held;
        this.clock = clock;
    }

    /** Sends a response with this text as its body. On the event loop. */
    void send(HttpServerRequest request, Response reply, String text) {
        send(request, reply, Buffer.buffer(text));
    }

    /** Sends a response with this body. On the event loop. */
    void send(HttpServerRequest request, Response reply, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.headWritten()) {
            return; // the client is gone, or part of another response was already sent
        }
        HeldBytes.Share share = held.share();
        try {
            share.grow(body.length());
        } catch (Overloaded e) {
            Response refusal = ExceptionMapper.reply(e);
            if (refusal.body() instanceof Response.Body.Whole(String sentence)) {
                send(request, refusal, Buffer.buffer(sentence)); // small enough not to count
            }
            return;
        }
        try {
            send(request, reply, body, share);
        } catch (RuntimeException | Error e) {
            share.close();
            throw e;
        }
    }

    private void send(HttpServerRequest request, Response reply, Buffer body, HeldBytes.Share share) {
        HttpServerResponse response = request.response();
        head(request, reply);
        boolean unread = hasBody(request) && !request.isEnded();
        if (unread) {
            endAfterwards(request);
        }
        if (reply.status() != 204 && reply.status() != 304) {
            response.putHeader("Content-Length", Integer.toString(body.length()));
        }
        Future<Void> ended = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
        ended.onComplete(written -> {
            share.close();
            if (!unread) {
                endIfLast(request);
            }
        });
    }

    /** Closes the connection if the client asked for it, or was told so. */
    private static void endIfLast(HttpServerRequest request) {
        if (ConnectionOptions.close(request)
                || "close".equals(request.response().headers().get("Connection"))) {
            request.connection().close();
        }
    }

    /**
     * Discards the rest of a body, then closes the connection. Closing at once would reset it (bytes that arrive at a
     * closed socket cause a reset) and the client could lose the response.
     */
    private void endAfterwards(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        request.handler(discarded -> {});
        long timer = vertx.setTimer(LINGER_MILLIS, late -> request.connection().close());
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    /**
     * Sends a response in pieces, at the client's pace. Blocks, so not on the event loop; interrupted when the client
     * disconnects.
     */
    void send(HttpServerRequest request, Response reply, Response.Body.Pieces pieces) throws InterruptedException {
        HttpServerResponse response = request.response();
        Thread sender = Thread.currentThread();
        response.closeHandler(gone -> sender.interrupt());
        head(request, reply);
        response.setChunked(true);
        try {
            if (!request.method().equals(HttpMethod.HEAD)) {
                while (pieces.hasNext()) {
                    send(response, pieces.next());
                }
            }
            await(response.end());
            endIfLast(request);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("The client did not read a response: {}", e.toString());
            request.connection().close();
        } catch (InterruptedException | RuntimeException | Error e) {
            request.connection().close(); // a partial response must not look complete
            throw e;
        } finally {
            pieces.close();
        }
    }

    private void send(HttpServerResponse response, Buffer piece)
            throws InterruptedException, TimeoutException, ExecutionException {
        try (HeldBytes.Share share = held.share()) {
            share.grow(piece.length(), limits.writeTimeout());
            await(response.write(piece));
        }
    }

    private void await(Future<Void> written) throws InterruptedException, TimeoutException, ExecutionException {
        written.toCompletionStage()
                .toCompletableFuture()
                .get(limits.writeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void head(HttpServerRequest request, Response reply) {
        HttpServerResponse response = request.response();
        response.setStatusCode(reply.status());
        response.putHeader("Date", DATE.format(clock.instant()));
        reply.headers().forEach(response::putHeader);
        if (ConnectionOptions.close(request)) {
            response.putHeader("Connection", "close");
        }
    }
}
