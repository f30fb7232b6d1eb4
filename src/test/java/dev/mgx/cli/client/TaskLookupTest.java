package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.client.MgxClient;
import dev.mgx.client.ServerRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The number of requests that commands make to look up tasks. */
@Timeout(30)
class TaskLookupTest {
    private static final String ID = "01999999-aaaa-7bbb-8ccc-dddddddddddd";

    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static String id(int number) {
        return "01999999-aaaa-7bbb-8ccc-%012d".formatted(number);
    }

    private static String task(String id) {
        return """
                {"id":"%s","title":null,"input_prompt":"A quiz","status":"RUNNING","created_at":"2026-01-01T00:00:00Z",
                "queue_position":null,"state":{"progress":0.42}}""".formatted(id);
    }

    private static String page(long total, List<String> ids) {
        return "{\"items\":[%s],\"total\":%d,\"total_pages\":%d}"
                .formatted(
                        ids.stream().map(TaskLookupTest::task).collect(Collectors.joining(",")),
                        total,
                        total / 100 + 1);
    }

    @Test
    void aBeginningOfAnIdIsAskedForOnce() throws Exception {
        answer = page(1, List.of(ID));
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            assertThat(TaskRef.id(new TaskRef(api).find(" 01999999-AAAA "))).isEqualTo(ID);
        }
        assertThat(requests).containsExactly("/api/tasks?page_size=100&id=01999999-aaaa");
    }

    @Test
    void aBeginningThatThousandsHaveIsAskedForOnce() throws Exception {
        answer =
                page(5_000, IntStream.range(0, 100).mapToObj(TaskLookupTest::id).toList());
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            assertThatThrownBy(() -> new TaskRef(api).find("0199"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "'0199' is ambiguous: 5000 task IDs start with it (01999999-aaaa-7bbb-8ccc-000000000000, ");
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void whatNoIdBeginsWithIsNotAskedFor() throws Exception {
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            for (String text : List.of("xyz", "%", "0".repeat(40))) {
                assertThatThrownBy(() -> new TaskRef(api).find(text))
                        .isInstanceOf(ServerRefused.class)
                        .hasMessage("No task ID starts with '%s'", text);
            }
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void aServerThatIgnoresTheBeginningIsNotBelieved() throws Exception {
        answer = page(1, List.of(ID));
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            assertThatThrownBy(() -> new TaskRef(api).find("0188")).isInstanceOf(ServerRefused.class);
        }
    }

    @Test
    void anIdIsShortenedToWhatTellsItFromAllOthersByOneRequest() throws Exception {
        answer = page(2, List.of(ID, "01999999-aaab-7bbb-8ccc-dddddddddddd"));
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            assertThat(new TaskRef(api).shorten(ID)).isEqualTo("01999999-aaaa");
            answer = page(101, List.of(ID));
            assertThat(new TaskRef(api).shorten(ID)).isEqualTo(ID);
        }
        assertThat(requests)
                .containsOnly("/api/tasks?page_size=100&id=01999999")
                .hasSize(2);
    }

    @Test
    void theTasksAndTheirProgressAreAskedForOnce() {
        answer = page(3, List.of(id(3), id(2), id(1)));
        Output output = new Shell(folder, Map.of()).mgx("tasks", "--server", url());

        assertThat(output.exitCode()).as(output.err()).isZero();
        assertThat(output.out().lines().filter(line -> line.contains(" 42 % "))).hasSize(3);
        assertThat(requests).containsExactly("/api/tasks?with=state&page=1&page_size=100");
    }
}
