package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.intake.IntakeLimits;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All places for heavy requests are taken by requests that do not end by themselves. */
@Timeout(30)
class HeavyRoutesTest {
    private static final IntakeLimits LIMITS =
            new IntakeLimits(100, 1 << 20, 2, Duration.ofMillis(200), Duration.ofSeconds(20));
    private static final String TRACE = "/api/tasks/a/trace";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

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

    @Test
    void healthIsAnsweredAllTheSameAndWhoeverLeavesMakesRoom() throws Exception {
        try (RoutesServer server = new RoutesServer(
                        LIMITS,
                        (method, route, status, began) -> {},
                        Route.heavy("GET", "/api/tasks/{id}/trace", request -> endless()),
                        Route.apart("GET", "/health", request -> Response.json(200, Map.of("status", "well"))));
                Socket second = server.ask(TRACE)) {
            Socket first = server.ask(TRACE);
            assertThat(heard.take()).isEqualTo("begun");
            assertThat(heard.take()).isEqualTo("begun");
            assertThat(server.answer("/health")).contains("well");
            assertThat(server.answer(TRACE))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 5")
                    .contains("busy");
            first.close();
            assertThat(heard.take()).isEqualTo("interrupted");
            Socket third = server.ask(TRACE);
            assertThat(heard.take()).isEqualTo("begun");
            third.close();
            assertThat(heard.take()).isEqualTo("interrupted");
            assertThat(second.isClosed()).isFalse();
        }
    }
}
