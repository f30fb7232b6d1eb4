package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All places for heavy requests are taken by requests that do not end by themselves. */
@Timeout(30)
class HeavyRoutesTest {
    private static final int PLACES = 2;
    private static final String TRACE = "/api/tasks/a/trace";

    private final Vertx vertx = Vertx.vertx();
    private final Offload offload =
            new Offload(new IntakeLimits(100, 1 << 20, PLACES, Duration.ofMillis(200), Duration.ofSeconds(20)));
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private HttpServer server = vertx.createHttpServer();

    @BeforeEach
    void start() throws Exception {
        HeaderTimeouts timeouts = new HeaderTimeouts(vertx, Duration.ofSeconds(20));
        HeldBytes held = new HeldBytes(1 << 20);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        OpenConnections connections =
                new OpenConnections(100, timeouts, options.getHttp1Config(), LoopFailure.endingTheProcess());
        HttpDispatcher dispatcher = new HttpDispatcher(
                vertx,
                new OriginGuard("127.0.0.1", OriginPolicy.NONE),
                new Routes(
                        List.of(
                                Route.heavy("GET", "/api/tasks/{id}/trace", request -> endless()),
                                Route.apart("GET", "/health", request -> Response.json(200, Map.of("status", "well"))),
                                NoWebSocket.ROUTE),
                        Description.API),
                new NoWebSocket(),
                offload,
                new HttpDispatcher.Receiving(
                        connections,
                        timeouts,
                        new BodyReader(vertx, HttpLimits.DEFAULT, held),
                        new ResponseWriter(vertx, HttpLimits.DEFAULT, held),
                        (method, route, status, began) -> {}));
        server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(dispatcher::handle);
        server.listen().toCompletionStage().toCompletableFuture().get();
    }

    private static final class NoWebSocket implements WebSocketUpgrade {
        static final Route ROUTE = Route.of("GET", "/ws/tasks/{id}", request -> Response.empty(426));

        @Override
        public Route route() {
            return ROUTE;
        }

        @Override
        public void open(HttpServerRequest http, Request request) {
            throw new IllegalStateException("nobody asks for one");
        }
    }

    @AfterEach
    void stop() throws Exception {
        offload.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private Response endless() throws InterruptedException {
        heard.add("begun");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            heard.add("interrupted");
            throw e;
        }
        return Response.empty(204);
    }

    private Socket ask(String path) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String answer(String path) throws Exception {
        try (Socket socket = ask(path)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void healthIsAnsweredAllTheSameAndWhoeverLeavesMakesRoom() throws Exception {
        Socket first = ask(TRACE);
        try (Socket second = ask(TRACE)) {
            assertThat(heard.take()).isEqualTo("begun");
            assertThat(heard.take()).isEqualTo("begun");
            assertThat(answer("/health")).contains("well");
            assertThat(answer(TRACE))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 5")
                    .contains("busy");
            first.close();
            assertThat(heard.take()).isEqualTo("interrupted");
            Socket third = ask(TRACE);
            assertThat(heard.take()).isEqualTo("begun");
            third.close();
            assertThat(heard.take()).isEqualTo("interrupted");
            assertThat(second.isClosed()).isFalse();
        }
    }
}
