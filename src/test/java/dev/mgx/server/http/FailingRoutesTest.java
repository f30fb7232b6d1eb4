package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.testing.Await;
import dev.mgx.testing.CapturedLog;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a request in which an Error is thrown, as when a class of the program cannot be loaded any more. */
@Timeout(30)
class FailingRoutesTest {
    private static final RequestListener DEAF = (method, route, status, began) -> {};

    private static Response failing() {
        throw new NoClassDefFoundError("dev/mgx/Gone");
    }

    private static void assertAnswered(Route route) throws Exception {
        try (CapturedLog log = new CapturedLog();
                RoutesServer server = new RoutesServer(IntakeLimits.DEFAULT, DEAF, route)) {
            assertThat(server.answer(route.text()))
                    .startsWith("HTTP/1.1 500")
                    .contains("Internal error; see the server log")
                    .doesNotContain("Gone");
            awaitLine(log);
        }
    }

    private static void awaitLine(CapturedLog log) throws Exception {
        Await.until(() -> log.lines().stream()
                .anyMatch(line -> line.contains("A request failed")
                        && line.contains("Gone")
                        && line.contains("client=127.0.0.1")));
    }

    @Test
    void aHandlerThatFailsIsAnsweredWith500WhereverItRuns() throws Exception {
        assertAnswered(Route.of("GET", "/metrics", request -> failing()));
        assertAnswered(Route.heavy("GET", "/api/tasks", request -> failing()));
        assertAnswered(Route.apart("GET", "/health", request -> failing()));
    }

    /** Its headers hold what no response can have, which shows only when it is sent, on the event loop. */
    @Test
    void aResponseThatCannotBeSentIsReplacedByA500() throws Exception {
        assertAnswered(Route.of(
                "GET", "/metrics", request -> Response.json(200, Map.of()).with("X-Gone", "Gone\r\n\u0000Gone")));
    }

    @Test
    void anEndlessResponseThatFailsHalfwayEndsItsConnection() throws Exception {
        Response.Body.Pieces pieces = new Response.Body.Pieces() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Buffer next() {
                if (begun) {
                    throw new NoClassDefFoundError("dev/mgx/Gone");
                }
                begun = true;
                return Buffer.buffer("first");
            }

            @Override
            public void close() {}
        };
        try (CapturedLog log = new CapturedLog();
                RoutesServer server = new RoutesServer(
                        IntakeLimits.DEFAULT,
                        DEAF,
                        Route.of("GET", "/metrics", request -> Response.of(200, "text/plain", pieces)))) {
            assertThat(server.answer("/metrics"))
                    .startsWith("HTTP/1.1 200")
                    .contains("first")
                    .doesNotEndWith("0\r\n\r\n");
            awaitLine(log);
        }
    }

    /** An Error that can be neither logged nor told: what would say it is missing too. */
    private static final class Unspeakable extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new Unspeakable();
        }
    }

    @Test
    void whereNotEvenThe500CanBeMadeTheConnectionIsClosed() throws Exception {
        try (RoutesServer server = new RoutesServer(IntakeLimits.DEFAULT, DEAF, Route.of("GET", "/metrics", request -> {
            throw new Unspeakable();
        }))) {
            assertThat(server.answer("/metrics")).isEmpty();
        }
    }
}
