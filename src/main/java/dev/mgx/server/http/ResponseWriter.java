package dev.mgx.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends replies. */
public final class ResponseWriter {
    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);

    /** How long a client may go on sending a body that was refused: enough to read the refusal. */
    private static final long LINGER_MILLIS = 1_000;

    private final Vertx vertx;
    private final HttpLimits limits;

    public ResponseWriter(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Sends a reply whose body is this text. On the event loop. */
    void send(HttpServerRequest request, Response reply, String text) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.headWritten()) {
            return; // the client has gone, or has half of another answer: nobody to tell
        }
        Buffer body = Buffer.buffer(text);
        head(request, reply);
        boolean unread = hasBody(request) && !request.isEnded();
        if (unread) {
            endAfterwards(request);
        }
        if (reply.status() != 204) {
            response.putHeader("Content-Length", Integer.toString(body.length()));
        }
        Future<Void> ended = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
        if (!unread) {
            ended.onComplete(written -> endIfLast(request));
        }
    }

    /** Ends the connection, where the client has said that it sends nothing more. */
    private static void endIfLast(HttpServerRequest request) {
        if (ConnectionOptions.close(request)) {
            request.connection().close();
        }
    }

    /**
     * The rest of a body that nobody wants: the connection is ended, but not before the client had time to
     * read the answer; bytes that arrive at a closed socket would destroy it.
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
     * Sends a reply piece by piece, no faster than the client takes it. Blocks, not on the event loop; it is
     * interrupted when the client goes away.
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
                    await(response.write(pieces.next()));
                }
            }
            await(response.end());
            endIfLast(request);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("An answer was not taken: {}", e.toString());
            request.connection().close();
        } catch (InterruptedException | RuntimeException e) {
            request.connection().close(); // half an answer must not look like a whole one
            throw e;
        } finally {
            pieces.close();
        }
    }

    private void await(Future<Void> written) throws InterruptedException, TimeoutException, ExecutionException {
        written.toCompletionStage()
                .toCompletableFuture()
                .get(limits.writeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void head(HttpServerRequest request, Response reply) {
        HttpServerResponse response = request.response();
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (ConnectionOptions.close(request)) {
            response.putHeader("Connection", "close");
        }
    }
}
