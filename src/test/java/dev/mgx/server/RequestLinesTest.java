package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.CapturedLog;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of requests. */
@Timeout(30)
class RequestLinesTest {
    private static final String PROMPT = "A requirement that is nobody's business";

    @TempDir
    Path folder;

    private static List<String> linesWith(CapturedLog log, String text) {
        return log.lines().stream().filter(line -> line.contains(text)).toList();
    }

    private static RawExchange health(Served served, String host, String requestId) throws IOException {
        String request = "GET /health HTTP/1.1\r\nHost: %s\r\nX-Request-Id: %s\r\n\r\n".formatted(host, requestId);
        return RawExchange.of(served.port(), request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatChangesSomethingHasALineWithWhoAsked() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"));
                CapturedLog log = new CapturedLog()) {
            served.send("POST", "/api/tasks?key=secret", "{\"wish\": \"%s\"}".formatted(PROMPT)); // no such field
            HttpResponse<String> made =
                    served.send("POST", "/api/tasks", "{\"input_prompt\": \"%s\"}".formatted(PROMPT));
            String id = made.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
            String request = made.headers().firstValue("X-Request-Id").orElseThrow();
            served.get("/api/tasks/" + id);
            served.send("DELETE", "/api/tasks/" + id, null);
            served.send("DELETE", "/api/tasks/" + id, null);

            assertThat(linesWith(log, "POST /api/tasks: 201 in "))
                    .singleElement()
                    .asString()
                    .contains(request, "127.0.0.1");
            assertThat(linesWith(log, "POST /api/tasks: refused with 422, Fields or parameters are invalid"))
                    .hasSize(1);
            assertThat(linesWith(log, "DELETE /api/tasks/%s: 204 in ".formatted(id)))
                    .hasSize(1);
            assertThat(linesWith(log, "DELETE /api/tasks/%1$s: refused with 404, Task %1$s not found".formatted(id)))
                    .hasSize(1);
            assertThat(linesWith(log, "GET ")).isEmpty();
            assertThat(linesWith(log, PROMPT)).isEmpty();
            assertThat(linesWith(log, "secret")).isEmpty();
        }
    }

    @Test
    void aRefusedReaderHasALineWithItsRequestButNotEveryOneOfAFlood() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"));
                CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 30; i++) {
                RawExchange refused = health(served, "evil.example", "p-" + i);
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.headers()).containsEntry("x-request-id", "p-" + i);
            }
            served.get("/none");
            assertThat(linesWith(log, "was refused"))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1", "MGX_PUBLIC_URL", "request=p-0");
            assertThat(linesWith(log, "/none")).isEmpty();
        }
    }

    @Test
    void aRequestIdThatIsNoWordIsReplaced() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"))) {
            RawExchange answered = health(served, "localhost", "a b;c");
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.headers().get("x-request-id")).matches("[0-9a-f]{4}-\\d+");
        }
    }
}
