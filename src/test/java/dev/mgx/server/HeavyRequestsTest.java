package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Await;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that cost much, many of them, and what the others see of it. */
@Timeout(60)
class HeavyRequestsTest {
    private static final int AHEAD = 300;

    @TempDir
    Path folder;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Served served(IntakeLimits limits) throws InterruptedException {
        return new Served(
                folder,
                run -> {
                    run.step("plan", String.class, step -> {
                        step.conclude(EventDraft.of(EventType.MESSAGE, "Planned")
                                .with("document", Map.of("checks", checks())));
                        return "";
                    });
                    return Served.done("Built");
                },
                Served.QUICK.with(limits));
    }

    /** Twenty checks, each with a sentence of nineteen thousand exclamation marks: a trace took minutes. */
    private static List<Map<String, String>> checks() {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(i -> Map.of("id", "C" + i, "check", "c", "sentence", "a" + "!".repeat(19_000) + "b"))
                .toList();
    }

    private Socket send(Served served, String request) throws Exception {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4 * 1024); // what the kernel takes in advance is not held by the server
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    @Test
    void aTraceOfManyExclamationMarksIsThereAtOnce() throws Exception {
        try (Served served = served(IntakeLimits.DEFAULT)) {
            String id = served.create();
            assertThat(served.send("POST", "/api/tasks/" + id + "/run", null).statusCode())
                    .isEqualTo(202);
            Await.until(
                    () -> served.store()
                            .tasks()
                            .state(id)
                            .orElseThrow()
                            .status()
                            .terminal(),
                    20);
            for (int i = 0; i < 5; i++) {
                assertThat(served.get("/api/tasks/" + id + "/trace").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aRequestNeedNotWaitForAllThatAnotherConnectionHasSentAhead() throws Exception {
        try (Served served = served(IntakeLimits.DEFAULT)) {
            for (int i = 0; i < 100; i++) {
                served.store().tasks().create(null, "x".repeat(20_000), TaskOptions.DEFAULT);
            }
            Socket greedy = send(served, get("/api/tasks?page_size=100").repeat(AHEAD));
            Socket other = new Socket(InetAddress.getLoopbackAddress(), served.port());
            sockets.add(other);
            int answered = responses(greedy, 3);
            other.getOutputStream()
                    .write(get("/api/tasks?page_size=1&page=7")
                            .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread reading = Thread.startVirtualThread(() -> {
                try {
                    responses(greedy, AHEAD);
                } catch (Exception ended) {
                    // it is closed with the test
                }
            });
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
            assertThat(reading.isAlive())
                    .as("the lists sent ahead are still being answered")
                    .isTrue();
            assertThat(answered).isEqualTo(3);
        }
    }

    /** Reads until so many responses have begun. */
    private static int responses(Socket socket, int most) throws Exception {
        InputStream in = socket.getInputStream();
        byte[] mark = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        int matched = 0;
        byte[] some = new byte[64 * 1024];
        int read;
        while (found < most && (read = in.read(some)) > 0) {
            for (int i = 0; i < read; i++) {
                matched = some[i] == mark[matched] ? matched + 1 : some[i] == mark[0] ? 1 : 0;
                if (matched == mark.length) {
                    found++;
                    matched = 0;
                }
            }
        }
        return found;
    }

    @Test
    void aConnectionTooManyIsToldSoAndIsStillToldHowTheServerIs() throws Exception {
        IntakeLimits few = new IntakeLimits(3, 1 << 20, 2, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (Served served = served(few)) {
            for (int i = 0; i < 3; i++) {
                assertThat(responses(send(served, get("/health")), 1)).isEqualTo(1);
            }
            assertThat(whole(send(served, get("/api/tasks/active"))))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 5")
                    .containsIgnoringCase("connection: close")
                    .contains("as many connections as it may");
            assertThat(responses(send(served, get("/health/ready")), 1)).isEqualTo(1);
            for (Socket socket : sockets) {
                socket.close();
            }
            Await.until(
                    () -> RawExchange.of(served.port(), get("/api/tasks/active").getBytes(StandardCharsets.US_ASCII))
                                    .status()
                            == 200,
                    20);
        }
    }

    private static String whole(Socket socket) throws Exception {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void bodiesThatAreHalfThereUseUpNoMoreThanTheirRoomAndNotForLong() throws Exception {
        IntakeLimits small = new IntakeLimits(100, 100_000, 2, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (Served served = served(small)) {
            List<Socket> half = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                half.add(send(served, post(60_000, 50_000)));
            }
            int refused = 0;
            for (Socket each : half) {
                String answer = whole(each); // within a second, or when the body is late
                assertThat(answer).containsPattern("^HTTP/1.1 (503|408)");
                refused += answer.startsWith("HTTP/1.1 503") ? 1 : 0;
                assertThat(answer.startsWith("HTTP/1.1 408")
                                || answer.toLowerCase(Locale.ROOT).contains("retry-after: 5"))
                        .isTrue();
            }
            assertThat(refused).isEqualTo(18);
            assertThat(whole(send(served, post(60_000, 60_000)))).startsWith("HTTP/1.1 201");
        }
    }

    private static String post(int length, int sent) {
        String body = "{\"input_prompt\":\"" + "x".repeat(length - 19) + "\"}";
        return "POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body.substring(0, Math.min(sent, body.length()));
    }

    @Test
    void responsesThatNobodyReadsUseUpNoMoreThanTheirRoom() throws Exception {
        IntakeLimits small = new IntakeLimits(100, 1 << 20, 2, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (Served served = served(small)) {
            for (int i = 0; i < 100; i++) {
                served.store().tasks().create(null, "x".repeat(60_000), TaskOptions.DEFAULT);
            }
            Socket unread = send(served, get("/api/tasks?page_size=100"));
            assertThat(responses(unread, 1)).isEqualTo(1);
            byte[] second = get("/api/tasks?page_size=100").getBytes(StandardCharsets.US_ASCII);
            RawExchange refused = RawExchange.of(served.port(), second);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(served.get("/api/tasks?page_size=1").statusCode()).isEqualTo(503);
            assertThat(served.get("/api/tasks/active").statusCode()).isEqualTo(200);
            unread.close();
            Await.until(() -> RawExchange.of(served.port(), second).status() == 200, 20);
        }
    }
}
