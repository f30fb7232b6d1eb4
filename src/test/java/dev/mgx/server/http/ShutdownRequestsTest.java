package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.Served;
import dev.mgx.testing.CapturedLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come while the server shuts down. */
@Timeout(60)
class ShutdownRequestsTest {
    private static final int CLIENTS = 8;
    private static final String REFUSED = "refused";

    @TempDir
    Path folder;

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] head = new byte[4096];
            int read = socket.getInputStream().read(head);
            return read < 0 ? REFUSED : new String(head, 0, read, StandardCharsets.UTF_8);
        } catch (ConnectException e) {
            return REFUSED;
        } catch (SocketException e) {
            return REFUSED; // it was not accepted yet when the server stopped listening
        }
    }

    @Test
    void aDrainedServerTellsWhoeverComesToComeBackLater() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"))) {
            served.server().drain();
            assertThat(ask(served.port()))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: ")
                    .containsIgnoringCase("connection: close")
                    .contains("The server is shutting down; try again when it is back");
        }
    }

    @Test
    void connectionsThatArriveAreAnsweredOrRefusedAndTheLogHasNoTraceOfThem() throws Exception {
        CountDownLatch asking = new CountDownLatch(CLIENTS);
        Served served = new Served(folder, run -> Served.done("Built")); // libraries log exceptions while they start
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                CapturedLog log = new CapturedLog()) {
            List<Future<List<String>>> answers = new ArrayList<>();
            try (served) {
                int port = served.port();
                Callable<List<String>> client = () -> {
                    List<String> starts = new ArrayList<>();
                    do {
                        starts.add(ask(port).lines().findFirst().orElse(""));
                        asking.countDown();
                    } while (!starts.getLast().equals(REFUSED));
                    return starts;
                };
                for (int i = 0; i < CLIENTS; i++) {
                    answers.add(clients.submit(client));
                }
                asking.await();
            }
            for (Future<List<String>> each : answers) {
                assertThat(each.get()).isSubsetOf("HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable", REFUSED);
            }
            assertThat(log.lines().stream().filter(line -> line.contains("Exception") || line.contains("\tat ")))
                    .isEmpty();
        }
    }
}
