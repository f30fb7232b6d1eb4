package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection is closed right after the response to a request with "Connection: close". */
@Timeout(40)
class LastRequestTest {
    @TempDir
    static Path folder;

    private static Served served;
    private static String task = "";

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, run -> {
            run.step("write", String.class, step -> {
                step.save(new ArtifactDraft("A.java", "class A {}", AgentRole.ENGINEER));
                return "";
            });
            return Served.done("Built");
        });
        task = served.create();
        TestWatcher.connect(served, task, "").awaitClose();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Sends a request and reads until the server ends the connection. */
    private static String exchange(String line, String connection) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(20_000);
            String request = line.replace("ID", task) + " HTTP/1.1\r\nHost: localhost\r\n"
                    + connection.replace("~", "\r\n") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health, 'Connection: close', 200",
        "GET /health, 'Connection: CLOSE', 200",
        "GET /health, 'Connection: TE, close~TE: trailers', 200",
        "GET /health, 'Connection: close ,TE', 200",
        "GET /health, 'Connection: TE~Connection: close', 200",
        "HEAD /health, 'Connection: TE, close', 200",
        "OPTIONS /health, 'Connection: TE, close', 204",
        "GET /nothing, 'Connection: TE, close', 404",
        "HEAD /ws/tasks/ID, 'Connection: close, Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: x', 426",
        "GET /ws/tasks/ID, 'Connection: close', 426",
        "GET /api/tasks/ID/events/stream, 'Connection: TE, close', 200",
        "GET /api/tasks/ID/download, 'Connection: TE, close', 200",
    })
    void endsItsConnectionHoweverItIsSaid(String line, String connection, int status) throws Exception {
        String answer = exchange(line, connection);
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer.toLowerCase(Locale.ROOT).split("\r\nconnection: close\r\n", -1))
                .as("it says so, once: %s", answer)
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health, keep-alive, 200",
        "GET /health, TE, 200",
        "GET /health, closed, 200",
        "GET /health, not-close, 200",
        "HEAD /ws/tasks/ID, 'Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: x', 426",
        "OPTIONS /ws/tasks/ID, 'Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: x', 204",
    })
    void whatIsNotCloseLeavesItOpen(String line, String option, int status) throws Exception {
        String second = "\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close";
        assertThat(exchange(line, "Connection: " + option + second))
                .startsWith("HTTP/1.1 " + status)
                .contains("HTTP/1.1 404");
    }
}
