package dev.mgx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call whose connection breaks before its response has come. */
@Timeout(30)
class RetriedCallTest {
    private static final String CREATED = Json.write(Map.of("id", "x", "status", "PENDING"));

    /** The request line and the key of each request. */
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private ServerSocket socket;
    private MgxClient client;

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        client = new MgxClient(URI.create("http://127.0.0.1:" + socket.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        socket.close();
    }

    /** Reads a request on each connection and answers it with the next text; an empty one ends the connection. */
    private void answers(String... texts) {
        Thread.ofVirtual().start(() -> {
            for (String text : texts) {
                try (Socket connection = socket.accept()) {
                    requests.add(head(connection));
                    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    return; // the test is over
                }
            }
        });
    }

    private static String head(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        String line = in.readLine();
        String key = Stream.generate(() -> read(in))
                .takeWhile(header -> !header.isEmpty())
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("idempotency-key: "))
                .findFirst()
                .orElse("without a key");
        return line + " " + key;
    }

    private static String read(BufferedReader in) {
        try {
            return String.valueOf(in.readLine());
        } catch (IOException e) {
            return "";
        }
    }

    private static String response(String body) {
        return "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body);
    }

    @Test
    void isSentOnceMoreWithTheSameKey() throws Exception {
        answers("", response(CREATED));
        assertThat(client.create(Map.of("input_prompt", "A quiz")).id()).isEqualTo("x");
        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst()).startsWith("POST /api/tasks HTTP/1.1 Idempotency-Key: ");
        assertThat(requests.getLast()).isEqualTo(requests.getFirst());
    }

    @Test
    void waitsForTheAnswerOfTheFirstWhileThatIsBeingWorkedOn() throws Exception {
        String inWork =
                Json.write(Map.of("type", "/problems/idempotency-key-in-use", "detail", "It is being worked on"));
        String early = "HTTP/1.1 409 Conflict\r\nRetry-After: 0\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(inWork.length(), inWork);
        answers("", early, early, response(CREATED));
        assertThat(client.create(Map.of("input_prompt", "A quiz")).id()).isEqualTo("x");
        assertThat(requests).hasSize(4).allMatch(requests.getFirst()::equals);
    }

    @Test
    void hasAKeyOfItsOwn() throws Exception {
        answers(response(CREATED), response(CREATED));
        client.create(Map.of("input_prompt", "A quiz"));
        client.create(Map.of("input_prompt", "A quiz"));
        assertThat(requests).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void isGivenUpWhereTheConnectionBreaksAgain() {
        answers("", "", response(CREATED));
        assertThatThrownBy(() -> client.run("x", Map.of())).isInstanceOf(ServerUnreachable.class);
        assertThat(requests).hasSize(2);
    }
}
