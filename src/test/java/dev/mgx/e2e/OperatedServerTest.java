package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code mgx serve} as its supervisor and its operator see it. */
@Tag("e2e")
@Timeout(90)
class OperatedServerTest {
    @TempDir
    Path folder;

    private ServerProcess serve(Map<String, String> environment, String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--llm=simulated", "--sandbox=off"));
        all.addAll(List.of(flags));
        return new ServerProcess(folder.resolve("data"), folder, environment, all);
    }

    /** The first line of the answer; "refused" when nobody listens any more. */
    private static String health(URI address) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            return head.length == 0 ? "refused" : new String(head, StandardCharsets.US_ASCII);
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketException e) {
            return "refused"; // the process ended between the two
        }
    }

    /** The simulated model needs most of the time that a shutdown has. */
    @Test
    void aCallThatNeedsMostOfTheShutdownsTimeIsNotCutAndWhoeverComesMeanwhileIsToldSo() throws Exception {
        String id;
        try (ServerProcess server = serve(Map.of(), "--simulated-delay-ms=3500", "--shutdown-timeout=5")) {
            id = server.create("Build a todo app");
            server.watch(id)
                    .awaitEvent(event -> event.path("event_type").asString().equals("AGENT_START"));
            URI address = server.address();
            assertThat(health(address)).isEqualTo("HTTP/1.1 200");
            long began = System.nanoTime();
            server.signal("TERM");
            Await.until(() -> server.output().contains("SIGTERM: shutting down"));
            List<String> answers = new ArrayList<>();
            Await.until(() -> {
                String answer = health(address);
                answers.add(answer);
                return answer.equals("refused");
            });
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isLessThan(Duration.ofSeconds(8)); // the rest is for a busy machine
            assertThat(answers).contains("HTTP/1.1 503").isSubsetOf("HTTP/1.1 200", "HTTP/1.1 503", "refused");
            assertThat(server.output()).contains("Shut down in ").doesNotContain("\tat ", "Exception");
        }
        try (ServerProcess next = serve(Map.of())) {
            assertThat(next.watch(id).awaitClose()).isEqualTo(1000);
            List<JsonNode> starts = next.get("/api/tasks/" + id + "/events?version=2")
                    .path("events")
                    .valueStream()
                    .filter(event -> event.path("event_type").asString().equals("AGENT_START"))
                    .filter(event -> event.path("agent_role").asString().equals("ProductManager"))
                    .toList();
            assertThat(starts).as("the first call was made once").hasSize(1);
        }
    }

    @Test
    void theSupervisorIsToldThatItIsReadyAndThatItStops() throws Exception {
        Path socket = folder.resolve("notify");
        try (NotifySocket supervisor = new NotifySocket(socket.toString());
                ServerProcess server = serve(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            assertThat(supervisor.next()).isEqualTo("READY=1|STATUS=Listening on " + server.address());
            server.signal("TERM");
            assertThat(supervisor.next()).isEqualTo("STOPPING=1|STATUS=Shutting down");
            assertThat(server.awaitEnd()).isEqualTo(ServerProcess.ENDED_BY_SIGTERM);
        }
    }

    private Path settings(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("settings"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void aHangupReadsTheSettingsAgainAndChangesTheLogLevel() throws Exception {
        Path file = settings("MGX_LOG_LEVEL=WARN\n");
        try (ServerProcess server = serve(Map.of(), "--config=" + file)) {
            server.address();
            assertThat(server.output()).doesNotContain(" INFO ");
            settings("LOG_LEVEL=debug\nMGX_MAX_RUNNING_TASKS=7\n");
            server.signal("HUP");
            Await.until(() -> server.output()
                    .contains("the log level is DEBUG; changes of MGX_MAX_RUNNING_TASKS need a new start"));
            server.create("Build a todo app");
            Await.until(() -> server.output().contains(" INFO "));
            settings("LOG_LEVEL=loud\n");
            server.signal("HUP");
            Await.until(() ->
                    server.output().contains("stay as they are: LOG_LEVEL is 'loud', but must be ERROR, WARN, INFO,"));
            assertThat(server.get("/health").path("status").asString()).isEqualTo("healthy");
        }
    }

    @Test
    void theLogIsJsonIfItIsAskedForAndNamesWhoAsked() throws Exception {
        try (ServerProcess server = serve(Map.of("MGX_LOG_FORMAT", "json", "MGX_PROT", "1"))) {
            String id = server.create("A secret requirement");
            server.post("/api/tasks/" + id + "/run", Map.of());
            Await.until(() -> server.output().contains("/run: 202"));
            List<String> lines =
                    server.output().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines)
                    .anyMatch(line -> line.contains("MGX_PROT in the environment is ignored")
                            && line.contains("did you mean MGX_PORT?"))
                    .anyMatch(
                            line -> line.matches(
                                    ".*\"message\":\"POST /api/tasks: 201 in \\d+ ms\",\"request_id\":\"[0-9a-f]{4}-\\d+\",\"client\":\"127.0.0.1\"}"))
                    .noneMatch(line -> line.contains("secret requirement"));
            assertThat(server.output().lines().filter(line -> line.contains(" INFO ") || line.contains(" WARN ")))
                    .isEmpty();
        }
    }
}
