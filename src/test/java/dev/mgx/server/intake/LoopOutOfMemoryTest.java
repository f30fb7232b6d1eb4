package dev.mgx.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose event loop is out of memory ends, rather than to stay and answer nobody. */
@Tag("stability")
@Timeout(60)
class LoopOutOfMemoryTest {
    private static final int MOST_BODIES = 700;
    private static final int BODY_BYTES = 900_000;

    @TempDir
    Path folder;

    @Test
    void aLoopThatIsOutOfMemoryEndsTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-Dmgx.log.level=ERROR",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        List<Socket> sockets = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            int port = Integer.parseInt(output.readLine());
            sendBodies(port, process, sockets);
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it has ended").isTrue();
            assertThat(process.exitValue())
                    .as(() -> output.lines().toList().toString())
                    .isEqualTo(3);
        } finally {
            process.destroyForcibly();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Sends the beginnings of so many bodies, or until the server is gone. */
    private static void sendBodies(int port, Process process, List<Socket> sockets) {
        byte[] body = "x".repeat(BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
        byte[] head = """
                POST /api/tasks HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: 1000000\r
                \r
                """.getBytes(StandardCharsets.US_ASCII);
        try {
            while (sockets.size() < MOST_BODIES && process.isAlive()) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.getOutputStream().write(head);
                socket.getOutputStream().write(body);
            }
        } catch (IOException gone) {
            // as it should be
        }
    }
}
