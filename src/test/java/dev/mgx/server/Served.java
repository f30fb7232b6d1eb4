package dev.mgx.server;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.preview.PreviewOptions;
import dev.mgx.server.ws.WebSocketLimits;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A whole server on a free port, with a real store and engine and a test's workflow. */
public final class Served implements AutoCloseable {
    static final EngineLimits ENGINE =
            new EngineLimits(2, 2, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofSeconds(4));

    /** How long {@link HttpClient} keeps an idle connection by default. */
    private static final Duration KEPT_BY_CLIENT = Duration.ofSeconds(30);

    /**
     * About a tenth of the production timeouts, except for the header timeout: {@link #send} must not reuse a
     * connection that the server is about to close.
     */
    public static final ServerOptions QUICK = new ServerOptions(
            "127.0.0.1",
            0,
            new HttpLimits(
                    64 * 1024,
                    8 * 1024,
                    HttpLimits.DEFAULT.headTimeout(),
                    Duration.ofMillis(1000),
                    Duration.ofSeconds(5)),
            new WebSocketLimits(
                    Duration.ofMillis(2500),
                    Duration.ofMillis(2500),
                    Duration.ofMillis(500),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(50),
                    64 * 1024),
            IntakeLimits.DEFAULT,
            new OriginPolicy(List.of("http://localhost:3000"), List.of(), List.of()),
            System::nanoTime);

    private final Store store;
    private final Engine engine;
    private final Streams streams;
    private final WebServer server;
    private final Duration headTimeout;
    private final HttpClient client = HttpClient.newHttpClient();

    /** The workflow of a test. */
    public interface Script {
        WorkflowResult run(Run run) throws InterruptedException;
    }

    public Served(Path folder, Script script) throws InterruptedException {
        this(folder, script, QUICK);
    }

    public Served(Path folder, Script script, ServerOptions options) throws InterruptedException {
        this(folder, script, options, PreviewOptions.NONE);
    }

    public Served(Path folder, Script script, ServerOptions options, PreviewOptions preview)
            throws InterruptedException {
        store = Store.open(folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
        engine = Engine.start(store, workflow(script), ENGINE, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
        streams = new Streams(store, Duration.ofSeconds(1));
        headTimeout = options.http().headTimeout();
        try {
            server = WebServer.start(options, store, engine, streams, () -> 0, preview);
        } catch (CannotListen | IllegalArgumentException e) {
            streams.close();
            engine.close();
            store.close();
            throw e;
        }
    }

    private static Workflow workflow(Script script) {
        return new Workflow() {
            @Override
            public Map<String, @Nullable Object> startDetails(Task task) {
                return Map.of("simulated", true);
            }

            @Override
            public WorkflowResult run(Run run) throws InterruptedException {
                return script.run(run);
            }
        };
    }

    public static WorkflowResult.Succeeded done(String summary) {
        return new WorkflowResult.Succeeded(
                summary,
                Map.of(
                        "summary",
                        summary,
                        "files",
                        List.of(),
                        "how_to_run",
                        "",
                        "checks",
                        List.of(),
                        "verified",
                        true));
    }

    public Store store() {
        return store;
    }

    public Streams streams() {
        return streams;
    }

    public WebServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public String create() {
        return store.tasks()
                .create(null, "Build a todo app", TaskOptions.DEFAULT)
                .id();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    /**
     * Sends a request.
     *
     * @param json null for no body
     */
    public HttpResponse<String> send(String method, String path, @Nullable String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (json == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(json)).header("Content-Type", "application/json");
        }
        return send(request);
    }

    /**
     * Sends a request.
     *
     * @throws IllegalStateException where it may meet the end of the connection it is sent on
     */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request, BodyHandlers.ofString());
    }

    /** Sends a request whose answer may be no text. */
    <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        if (headTimeout.compareTo(KEPT_BY_CLIENT) <= 0) {
            throw new IllegalStateException(
                    "This server ends idle connections before the client does: use a connection for each request");
        }
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), body);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        streams.close();
        engine.close();
        store.close();
    }
}
