package dev.mgx.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that listen, or should, in the real sandbox. */
@Timeout(60)
class ServicesTest {
    private static final int PORT = 8000;

    /** Counts its visitors, in a file. */
    private static final String SERVER = """
            import http.server, os, sys
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
                    body = ("you asked for " + self.path).encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            print("listening", flush=True)
            http.server.ThreadingHTTPServer((sys.argv[1], int(os.environ["PORT"])), Handler).serve_forever()
            """;

    private static Sandbox sandbox;

    private final Map<String, String> scripts = new ConcurrentHashMap<>();
    /** How many times more nobody knows whether a service may go on. */
    private final AtomicInteger away = new AtomicInteger();

    private Services services = services(Duration.ofSeconds(20), Duration.ofMinutes(5));

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @AfterEach
    void closeServices() {
        services.close();
    }

    private Services services(Duration start, Duration idle) {
        return services(sandbox, start, idle);
    }

    private Services services(Sandbox walls, Duration start, Duration idle) {
        ServicePrograms programs = new ServicePrograms() {
            @Override
            public boolean isService(String taskId) {
                return scripts.containsKey(taskId);
            }

            @Override
            public Optional<ServiceProgram> program(String taskId) {
                return Optional.ofNullable(scripts.get(taskId))
                        .map(script -> new ServiceProgram(script, PORT, Map.of("server.py", SERVER), List.of()));
            }

            @Override
            public boolean mayRun(String taskId) {
                if (away.getAndDecrement() > 0) {
                    throw new IllegalStateException("the database is away");
                }
                return scripts.containsKey(taskId);
            }
        };
        return new Services(
                programs,
                walls,
                new ServiceLimits(2, start, idle, Duration.ofMinutes(5)),
                InstantSource.system(),
                MonotonicClock.SYSTEM);
    }

    private ServiceState start(String task, String script) throws InterruptedException {
        scripts.put(task, script);
        services.start(task);
        return awaited(task, ServiceStatus.STARTING);
    }

    /** The first other status, which a limit brings about. */
    private ServiceState awaited(String task, ServiceStatus status) {
        ServiceState state = services.find(task).orElseThrow();
        while (state.status() == status) {
            Thread.onSpinWait();
            state = services.find(task).orElseThrow();
        }
        return state;
    }

    private String get(String task, String path) throws IOException {
        Path socket = services.socket(task).orElseThrow();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Channels.newOutputStream(channel)
                    .write("GET %s HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void aProgramThatListensIsReachedFromOutsideAndStopped() throws Exception {
        ServiceState state = start("a", "exec python3 server.py 127.0.0.1");

        assertThat(state.status()).as(state.toString()).isEqualTo(ServiceStatus.RUNNING);
        Path socket = services.socket("a").orElseThrow();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 30)
                    .mapToObj(i -> many.submit(() -> get("a", "/" + i)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("you asked for /" + i);
            }
        }
        assertThat(services.find("a").orElseThrow().lastOutput()).contains("listening");

        services.stop("a");
        assertThat(services.find("a").orElseThrow().status()).isEqualTo(ServiceStatus.STOPPED);
        assertThat(services.socket("a")).isEmpty();
        assertThat(socket).doesNotExist();
        assertThat(socket.getParent()).doesNotExist();

        services.start("a");
        assertThat(awaited("a", ServiceStatus.STARTING).status()).isEqualTo(ServiceStatus.RUNNING);
        assertThat(get("a", "/again")).isEqualTo("you asked for /again");
    }

    @Test
    void aNameInsteadOfAnAddressWillDo() throws Exception {
        start("a", "exec python3 server.py localhost");

        assertThat(services.find("a").orElseThrow().status())
                .as(services.find("a").toString())
                .isEqualTo(ServiceStatus.RUNNING);
        assertThat(get("a", "/x")).isEqualTo("you asked for /x");
    }

    @Test
    void whatEndsByItselfHasFailedAndItsLastWordsAreKept() throws Exception {
        ServiceState crashed = start("a", "echo no such thing >&2; exit 3");
        assertThat(crashed.status()).isEqualTo(ServiceStatus.FAILED);
        assertThat(crashed.reason()).contains("exit code 3");
        assertThat(crashed.lastOutput()).contains("no such thing");

        ServiceState forked = start("b", "python3 server.py 127.0.0.1 & exit 0");
        assertThat(forked.status()).isEqualTo(ServiceStatus.FAILED);
        assertThat(forked.reason()).contains("ended by itself");

        ServiceState flood = start("c", "yes");
        assertThat(flood.status()).isEqualTo(ServiceStatus.FAILED);
        assertThat(flood.reason()).contains("too much output");
    }

    @Test
    void whatListensElsewhereOrNeverHasFailed() throws Exception {
        services.close();
        services = services(Duration.ofSeconds(2), Duration.ofMinutes(5));

        ServiceState never = start("a", "exec sleep 100");
        assertThat(never.status()).isEqualTo(ServiceStatus.FAILED);
        assertThat(never.reason()).contains("on port 8000").contains("PORT");

        ServiceState elsewhere = start("b", "PORT=3000 exec python3 server.py 127.0.0.1");
        assertThat(elsewhere.status()).isEqualTo(ServiceStatus.FAILED);
        assertThat(elsewhere.reason()).contains("Nothing listens on port 8000, but on 3000");
    }

    @Test
    void whatNobodyUsesIsStopped() throws Exception {
        services.close();
        services = services(Duration.ofSeconds(20), Duration.ofSeconds(1));

        start("a", "exec python3 server.py 127.0.0.1");
        ServiceState state = awaited("a", ServiceStatus.RUNNING);

        assertThat(state.status()).isEqualTo(ServiceStatus.STOPPED);
        assertThat(state.reason()).contains("nobody used it");
    }

    @Test
    void aServiceEndsWithItsTaskAlsoWhenTheDatabaseWasAway() throws Exception {
        start("a", "exec python3 server.py 127.0.0.1");
        away.set(1);
        scripts.remove("a");
        while (services.find("a").isPresent()) { // until it is over
            Thread.onSpinWait();
        }
        assertThat(services.socket("a")).isEmpty();
    }

    @Test
    void nothingIsStartedWithoutIsolation() {
        services.close();
        try (Sandbox none = SandboxProbe.open(SandboxSetting.PROCESS, SandboxLimits.defaults())) {
            services = services(none, Duration.ofSeconds(20), Duration.ofMinutes(5));
            scripts.put("a", "exec python3 server.py 127.0.0.1");

            assertThatThrownBy(() -> services.start("a"))
                    .isInstanceOf(ServiceRefused.class)
                    .hasMessage("Generated code runs without isolation here (MGX_SANDBOX=process), where a program that"
                            + " listens would be open to everybody on this machine; with bubblewrap or unshare it can"
                            + " be started");
            assertThat(services.find("a").orElseThrow().status()).isEqualTo(ServiceStatus.STOPPED);
        }
    }

    @Test
    void noMoreThanAllowedRunAtATime() throws Exception {
        start("a", "exec python3 server.py 127.0.0.1");
        start("b", "exec python3 server.py 127.0.0.1");
        scripts.put("c", "exec python3 server.py 127.0.0.1");

        assertThatThrownBy(() -> services.start("c"))
                .isInstanceOf(ServiceRefused.class)
                .hasMessageContaining("MGX_MAX_SERVICES");
        assertThat(services.find("c").orElseThrow().status()).isEqualTo(ServiceStatus.STOPPED);
        assertThatThrownBy(() -> services.start("unknown")).isInstanceOf(ServiceRefused.class);
    }
}
