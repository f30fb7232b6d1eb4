package dev.mgx.server.http;

import dev.mgx.server.intake.HeaderTimeouts;
import dev.mgx.server.intake.OpenConnections;
import dev.mgx.server.intake.Overloaded;
import dev.mgx.server.origin.Admission;
import dev.mgx.server.origin.OriginGuard;
import dev.mgx.server.origin.Sender;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives requests, applies the origin policy and dispatches to the routes. Runs on event loops. */
public final class HttpDispatcher {
    /** No foreign origins, nothing inline: content written by generated code or a model cannot run as a script. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none';" + " form-action 'none'; frame-ancestors 'none'";

    private final Vertx vertx;
    private final OriginGuard originGuard;
    private final Routes routes;
    private final WebSocketUpgrade webSocket;
    private final @Nullable OtherOrigin otherOrigin;
    private final Offload offload;
    private final Receiving receiving;
    private final RequestLog requestLog = new RequestLog(System::nanoTime);
    private volatile boolean closing;

    /** Answers requests that are not for the server itself, though they come to its port. On event loops. */
    public interface OtherOrigin {
        /** Whether its Host names another origin. */
        boolean isFor(HttpServerRequest request);

        /** Answers it; nothing of it was read but its head. */
        void handle(HttpServerRequest request);
    }

    /** The parts that receive requests and send responses. */
    public record Receiving(
            OpenConnections connections,
            HeaderTimeouts headerTimeouts,
            BodyReader bodyReader,
            ResponseWriter writer,
            RequestListener listener) {}

    public HttpDispatcher(
            Vertx vertx,
            OriginGuard originGuard,
            Routes routes,
            WebSocketUpgrade webSocket,
            @Nullable OtherOrigin otherOrigin,
            Offload offload,
            Receiving receiving) {
        this.vertx = vertx;
        this.originGuard = originGuard;
        this.routes = routes;
        this.webSocket = webSocket;
        this.otherOrigin = otherOrigin;
        this.offload = offload;
        this.receiving = receiving;
    }

    /** Handles a request whose headers have arrived. */
    public void handle(HttpServerRequest request) {
        receiving.headerTimeouts().requestBegan(request.connection());
        long began = System.nanoTime();
        String sender = RequestLog.sender(request);
        requestLog.arrived(request);
        guarded(request, sender, () -> {
            if (otherOrigin != null && otherOrigin.isFor(request) && !closing) {
                whenAnswered(request, "preview", sender, began);
                otherOrigin.handle(request);
                return;
            }
            whenAnswered(request, "none", sender, began);
            secure(request.response());
            admit(request, began);
        });
    }

    /**
     * Does what a request needs on its event loop. Whatever fails, an Error too, is answered; if not even that is possible,
     * the connection is closed: a client must not wait for an answer that never comes.
     *
     * @param client its address, for the log
     */
    private void guarded(HttpServerRequest request, String client, Runnable work) {
        try {
            RequestLog.during(request, client, work);
        } catch (RuntimeException | Error failure) {
            try {
                receiving.connections().failed(failure);
                RequestLog.during(request, client, () -> send(request, ExceptionMapper.reply(failure)));
                if (request.response().headWritten() && !request.response().ended()) {
                    request.connection().close(); // it failed halfway through an answer
                }
            } catch (RuntimeException | Error unanswerable) {
                request.connection().close();
                throw unanswerable;
            }
        }
    }

    /** @param route its pattern, a label of low cardinality */
    private void whenAnswered(HttpServerRequest request, String route, String client, long began) {
        request.response().endHandler(ended -> {
            receiving.headerTimeouts().awaitRequest(request.connection());
            requestLog.answered(request, client, began);
            receiving
                    .listener()
                    .answered(request.method().name(), route, request.response().getStatusCode(), began);
        });
    }

    /** Answers everything from now on with 503. */
    public void close() {
        closing = true;
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                // For what is loaded without CORS, as an image or a script; allowed origins read with CORS.
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Vary", "Origin, Accept-Encoding");
    }

    private void admit(HttpServerRequest request, long began) {
        if (closing) {
            throw ExceptionMapper.closing();
        }
        requireKnownEncoding(request);
        switch (originGuard.admit(sender(request))) {
            case Admission.Rejected(int status, String detail) ->
                throw new ProblemException(status == 403 ? ProblemType.FORBIDDEN : ProblemType.BAD_REQUEST, detail);
            case Admission.Admitted admitted ->
                RequestLog.during(request, admitted.client(), () -> dispatch(request, admitted, began));
        }
    }

    private static Sender sender(HttpServerRequest request) {
        String path = request.path();
        return new Sender(
                request.method().name(),
                path == null ? "" : path,
                request.headers(),
                InetAddress.ofLiteral(request.remoteAddress().hostAddress()));
    }

    private void dispatch(HttpServerRequest request, Admission.Admitted admitted, long began) {
        admitted.reader().ifPresent(origin -> CorsHeaders.allow(request.response(), origin));
        if (request.method().equals(HttpMethod.OPTIONS)) {
            send(request, CorsHeaders.options(request, routes.allowed(admitted.path())));
            return;
        }
        Optional<String> document = document(admitted);
        if (document.isPresent() && isRead(request.method())) {
            String query = request.query() == null ? "" : "?" + request.query();
            send(request, Response.empty(307).with("Location", document.get() + query));
            return;
        }
        Routes.Match match = routes.find(request.method().name(), admitted.path());
        whenAnswered(request, match.route().text(), admitted.client(), began);
        String id = match.variables().get("id");
        // It says itself that there is no such task.
        boolean watched = match.route().equals(webSocket.route()) && Handshake.isWanted(request);
        if (id != null && !watched && !Text.isId(id)) {
            throw new ProblemException(ProblemType.TASK_NOT_FOUND, "Task %s not found".formatted(id));
        }
        if (match.route().weight() != Route.Weight.APART
                && receiving.connections().isSurplus(request.connection())) {
            send(
                    request,
                    ExceptionMapper.reply(new Overloaded("The server has as many connections as it may; try again"))
                            .with("Connection", "close"));
            return;
        }
        if (watched) {
            Handshake.require(request);
            webSocket.open(request, read(request, match, admitted, null));
        } else {
            receive(request, match, admitted);
        }
    }

    /** The address of a document that was asked for with a slash too few or too many: its links would lead elsewhere. */
    private static Optional<String> document(Admission.Admitted admitted) {
        return switch (admitted.path()) {
            case "" -> Optional.of(admitted.base() + "/");
            case "/docs/" -> Optional.of(admitted.base() + "/docs");
            default -> Optional.empty();
        };
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /**
     * The one transfer encoding that is understood. What another means is not known, nor where its body ends, so the
     * connection is closed (RFC 9112, 6.1).
     */
    private static void requireKnownEncoding(HttpServerRequest request) {
        List<String> encodings = request.headers().getAll("Transfer-Encoding");
        if (encodings.size() > 1
                || (encodings.size() == 1 && !encodings.getFirst().strip().equalsIgnoreCase("chunked"))) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.BAD_REQUEST,
                            "The header Transfer-Encoding of a request may be chunked, and nothing else"),
                    Map.of("Connection", "close"));
        }
    }

    private void receive(HttpServerRequest request, Routes.Match match, Admission.Admitted admitted) {
        Context context = vertx.getOrCreateContext();
        Consumer<BodyReader.Received> received =
                body -> guarded(request, admitted.client(), () -> serve(request, match, admitted, body, context));
        Consumer<Response> rejected = problem -> guarded(request, admitted.client(), () -> send(request, problem));
        String upload = match.operation().upload();
        if (upload == null) {
            receiving.bodyReader().read(request, received, rejected);
        } else {
            receiving.bodyReader().readUpload(request, upload, received, rejected);
        }
    }

    private void serve(
            HttpServerRequest http,
            Routes.Match match,
            Admission.Admitted admitted,
            BodyReader.Received body,
            Context context) {
        Callable<Response> work = RequestLog.named(
                http, admitted.client(), () -> match.route().handler().handle(read(http, match, admitted, body)));
        Consumer<Response> done = reply -> RequestLog.during(http, admitted.client(), () -> {
            body.close();
            send(http, reply);
        });
        Consumer<Throwable> failed = why -> guarded(http, admitted.client(), () -> {
            body.close();
            send(http, ExceptionMapper.reply(why));
        });
        switch (match.route().weight()) {
            case LIGHT -> offload.run(context, () -> streamed(http, Compression.of(http, work.call())), done, failed);
            case HEAVY -> offload.run(context, () -> heavy(http, work), done, failed);
            case APART -> offload.runApart(context, work, done, failed);
        }
    }

    /** Ends the work when the client leaves, and computes the pieces of its response in turn with others. */
    private Response heavy(HttpServerRequest http, Callable<Response> work) throws Exception {
        Thread working = Thread.currentThread();
        http.response().closeHandler(gone -> working.interrupt());
        if (http.response().closed()) {
            throw new InterruptedException();
        }
        Response reply = offload.heavy(() -> Compression.of(http, work.call()));
        return streamed(
                http,
                reply.body() instanceof Response.Body.Pieces pieces
                        ? new Response(reply.status(), reply.headers(), offload.heavy(pieces))
                        : reply);
    }

    /** Sends the response if it comes in pieces; a whole one is sent on the event loop. */
    private Response streamed(HttpServerRequest http, Response reply) throws InterruptedException {
        if (reply.body() instanceof Response.Body.Pieces pieces) {
            receiving.writer().send(http, reply, pieces);
        }
        return reply;
    }

    /** Validates the request; the problem lists every error in its query, headers or body. */
    private static Request read(
            HttpServerRequest http,
            Routes.Match match,
            Admission.Admitted admitted,
            BodyReader.@Nullable Received body) {
        Operation operation = match.operation();
        return new Request(
                admitted,
                match.variables(),
                operation.query(parameters(http)),
                operation.headers(http.headers()),
                operation.body(body == null ? "" : body.text()),
                body == null ? null : body.upload(),
                new Request.Accept(http.headers()));
    }

    private static MultiMap parameters(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("query", "is not percent-encoded: " + e.getMessage());
        }
    }

    private void send(HttpServerRequest request, Response reply) {
        switch (reply.body()) {
            case Response.Body.Whole(String text) -> {
                requestLog.refused(request, reply);
                receiving.writer().send(request, reply, text);
            }
            case Response.Body.Bytes(Buffer content) -> receiving.writer().send(request, reply, content);
            case Response.Body.Pieces sent -> {} // as it came
        }
    }

    /** Answers what the decoder could not parse as a request. */
    public void handleInvalid(HttpServerRequest request) {
        receiving.headerTimeouts().requestBegan(request.connection());
        requestLog.arrived(request);
        guarded(request, RequestLog.sender(request), () -> {
            secure(request.response());
            send(request, ExceptionMapper.invalid(request.decoderResult().cause()));
        });
    }
}
