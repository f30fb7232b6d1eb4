package dev.mgx.server.http;

import dev.mgx.server.intake.HeaderTimeouts;
import dev.mgx.server.intake.HeldBytes;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.intake.LoopFailure;
import dev.mgx.server.intake.OpenConnections;
import dev.mgx.server.origin.OriginGuard;
import dev.mgx.server.origin.OriginPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A server with the routes of a test, and no WebSocket. */
final class RoutesServer implements AutoCloseable {
    private static final Route NO_WEB_SOCKET = Route.of("GET", "/ws/tasks/{id}", request -> Response.empty(426));

    private final Vertx vertx = Vertx.vertx();
    private final Offload offload;
    private final HttpServer server;

    RoutesServer(IntakeLimits limits, RequestListener listener, Route... routes)
            throws InterruptedException, ExecutionException {
        offload = new Offload(limits);
        HeaderTimeouts timeouts = new HeaderTimeouts(vertx, HttpLimits.DEFAULT.headTimeout());
        HeldBytes held = new HeldBytes(1 << 20);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        OpenConnections connections =
                new OpenConnections(100, timeouts, options.getHttp1Config(), LoopFailure.endingTheProcess());
        HttpDispatcher dispatcher = new HttpDispatcher(
                vertx,
                new OriginGuard("127.0.0.1", OriginPolicy.NONE),
                new Routes(
                        Stream.concat(Stream.of(routes), Stream.of(NO_WEB_SOCKET))
                                .toList(),
                        Description.API),
                new NoWebSocket(),
                null,
                offload,
                new HttpDispatcher.Receiving(
                        connections,
                        timeouts,
                        new BodyReader(vertx, HttpLimits.DEFAULT, held),
                        new ResponseWriter(vertx, HttpLimits.DEFAULT, held, InstantSource.system()),
                        listener));
        server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(dispatcher::handle);
        server.listen().toCompletionStage().toCompletableFuture().get();
    }

    private static final class NoWebSocket implements WebSocketUpgrade {
        @Override
        public Route route() {
            return NO_WEB_SOCKET;
        }

        @Override
        public void open(HttpServerRequest http, Request request) {
            throw new IllegalStateException("nobody asks for one");
        }
    }

    /** Sends a request and leaves its response to be read. */
    Socket ask(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends a request and reads until the server closes the connection. */
    String answer(String path) throws IOException {
        try (Socket socket = ask(path)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        offload.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
