package dev.mgx.server;

import dev.mgx.engine.Engine;
import dev.mgx.server.api.ArtifactRoutes;
import dev.mgx.server.api.ChangeRoutes;
import dev.mgx.server.api.DocumentRoutes;
import dev.mgx.server.api.DownloadRoutes;
import dev.mgx.server.api.EditRoutes;
import dev.mgx.server.api.EventRoutes;
import dev.mgx.server.api.HealthRoutes;
import dev.mgx.server.api.PageFiles;
import dev.mgx.server.api.PageRoutes;
import dev.mgx.server.api.ProblemRoutes;
import dev.mgx.server.api.Retries;
import dev.mgx.server.api.RunRoutes;
import dev.mgx.server.api.RunStarts;
import dev.mgx.server.api.ServiceRoutes;
import dev.mgx.server.api.SourceRoutes;
import dev.mgx.server.api.TaskRoutes;
import dev.mgx.server.api.Waits;
import dev.mgx.server.http.BodyReader;
import dev.mgx.server.http.Description;
import dev.mgx.server.http.HttpDispatcher;
import dev.mgx.server.http.Offload;
import dev.mgx.server.http.ResponseWriter;
import dev.mgx.server.http.Route;
import dev.mgx.server.http.Routes;
import dev.mgx.server.intake.HeaderTimeouts;
import dev.mgx.server.intake.HeldBytes;
import dev.mgx.server.intake.LoopFailure;
import dev.mgx.server.intake.OpenConnections;
import dev.mgx.server.metrics.JournalMeters;
import dev.mgx.server.metrics.Meters;
import dev.mgx.server.origin.OriginGuard;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.preview.PreviewOptions;
import dev.mgx.server.preview.PreviewUrl;
import dev.mgx.server.preview.Previews;
import dev.mgx.server.ws.WebSocketEndpoint;
import dev.mgx.store.Store;
import dev.mgx.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP and WebSocket server. It is listening when {@link #start} returns; when {@link #close} returns, its
 * connections, timers and threads are gone. It does not close the engine or the store.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Offload offload;
    private final WebSocketEndpoint webSockets;
    private final HttpDispatcher dispatcher;
    private final Routes routes;
    private final OpenConnections connections;
    private final HttpServer http;
    private final Meters meters;
    private volatile Optional<PreviewUrl> previewUrl = Optional.empty();
    private boolean drained;
    private boolean closed;

    private WebServer(
            ServerOptions options,
            Store store,
            Engine engine,
            Streams streams,
            Supplier<Number> modelCalls,
            PreviewOptions preview) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                // Nothing is served from the cache, and a killed server would leave it behind in the temporary folder.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        LoopFailure loopFailure = LoopFailure.endingTheProcess();
        vertx.exceptionHandler(loopFailure::unhandled);
        offload = new Offload(options.intake());
        meters = new Meters(store, engine, streams, new Meters.External(this::watchers, modelCalls, version()));
        store.journal().listen(new JournalMeters(meters.registry()));
        RunStarts starts = new RunStarts(engine, store.tasks());
        webSockets = new WebSocketEndpoint(vertx, options.webSocket(), options.monotonic(), streams, starts, offload);
        Previews previews = new Previews(vertx, preview.services(), () -> previewUrl, InstantSource.system());
        Retries retries = new Retries(store.keptAnswers());
        Waits waits = new Waits(store.tasks(), streams);
        routes = new Routes(
                Stream.of(
                                new TaskRoutes(starts, store.tasks(), retries, waits).routes(),
                                new RunRoutes(starts, retries, waits).routes(),
                                new EditRoutes(store, streams, starts, retries).routes(),
                                new EventRoutes(store, streams).routes(),
                                new ArtifactRoutes(store).routes(),
                                new SourceRoutes(store, options.http().uploads()).routes(),
                                new DownloadRoutes(store, preview.services()).routes(),
                                new ChangeRoutes(store).routes(),
                                new ServiceRoutes(store.tasks(), preview.services(), previews).routes(),
                                new HealthRoutes(store).routes(),
                                meters.routes(),
                                new PageRoutes(new PageFiles("page/"), engine, version()).routes(),
                                new DocumentRoutes().routes(),
                                new ProblemRoutes().routes(),
                                List.of(WebSocketEndpoint.ROUTE))
                        .flatMap(List::stream)
                        .toList(),
                Description.API);
        HeaderTimeouts headerTimeouts = new HeaderTimeouts(vertx, options.http().headTimeout());
        HttpServerOptions transport = transport(options);
        connections = new OpenConnections(
                options.intake().maxConnections(), headerTimeouts, transport.getHttp1Config(), loopFailure);
        HeldBytes held = new HeldBytes(options.intake().maxHeldBytes());
        HttpDispatcher.Receiving receiving = new HttpDispatcher.Receiving(
                connections,
                headerTimeouts,
                new BodyReader(vertx, options.http(), held),
                new ResponseWriter(vertx, options.http(), held, InstantSource.system()),
                meters::answered);
        dispatcher = new HttpDispatcher(
                vertx,
                new OriginGuard(options.host(), options.origins()),
                routes,
                webSockets,
                previews,
                offload,
                receiving);
        http = vertx.createHttpServer(transport)
                .connectionHandler(connections::opened)
                .exceptionHandler(loopFailure::check)
                .requestHandler(dispatcher::handle)
                .invalidRequestHandler(dispatcher::handleInvalid);
    }

    /** Begins to read openapi.yaml on a thread of its own, which takes as long as opening the store; {@link #start} waits for it. */
    public static void prepare() {
        Thread.ofPlatform().name("mgx-description").daemon().start(() -> {
            var _ = Description.API.schema("NoFields");
        });
    }

    /**
     * Starts a server.
     *
     * @throws CannotListen when the address cannot be bound, or is not a loopback one
     * @throws IllegalArgumentException when a public URL lies at a path of the server itself
     */
    public static WebServer start(ServerOptions options, Store store, Engine engine, Streams streams)
            throws InterruptedException {
        return start(options, store, engine, streams, () -> 0, PreviewOptions.NONE);
    }

    /**
     * Starts a server that also exports the number of open model calls, and shows services.
     *
     * @param modelCalls how many are open now; must not block, called from any thread
     * @param preview whose services are not closed by the server
     */
    public static WebServer start(
            ServerOptions options,
            Store store,
            Engine engine,
            Streams streams,
            Supplier<Number> modelCalls,
            PreviewOptions preview)
            throws InterruptedException {
        requireLoopback(options);
        WebServer server = new WebServer(options, store, engine, streams, modelCalls, preview);
        try {
            server.requireFreePaths(options.origins());
            await(server.http.listen());
            server.previewUrl = server.previewUrl(options, preview);
            log.info("Listening on http://{}:{}", options.host(), server.port());
            return server;
        } catch (IllegalArgumentException e) {
            server.close();
            throw e;
        } catch (ExecutionException | TimeoutException e) {
            server.close();
            throw new CannotListen(options.host(), options.port(), reason(e), e);
        }
    }

    /** Whoever can reach the server can spend the operator's money, so without keys it listens on loopback only. */
    private static void requireLoopback(ServerOptions options) {
        try {
            if (!InetAddress.getByName(options.host()).isLoopbackAddress()) {
                throw new CannotListen(
                        options.host(),
                        options.port(),
                        "without keys the server listens on loopback addresses only, such as 127.0.0.1",
                        null);
            }
        } catch (UnknownHostException e) {
            throw new CannotListen(options.host(), options.port(), "unknown host", e);
        }
    }

    /** A public path that begins as a route does could not be told from it. */
    private void requireFreePaths(OriginPolicy origins) {
        Set<String> taken = routes.all().stream()
                .map(route -> route.pattern().getFirst())
                .filter(segment -> !segment.isEmpty())
                .collect(Collectors.toSet());
        for (String url : origins.publicUrls()) {
            String first = URI.create(url).getPath().split("/", 3)[1];
            if (taken.contains(first)) {
                throw new IllegalArgumentException(
                        "MGX_PUBLIC_URL has %s, but /%s is a path of the server itself; let it lie at another path, or at /"
                                .formatted(url, first));
            }
        }
    }

    /** Behind a proxy previews have an address of their own, or there are none. */
    private Optional<PreviewUrl> previewUrl(ServerOptions options, PreviewOptions preview) {
        return preview.url()
                .or(() -> options.origins().publicUrls().isEmpty()
                        ? Optional.of(PreviewUrl.local(port()))
                        : Optional.empty());
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof BindException
                ? "the port is in use, or the address does not belong to this machine (" + cause.getMessage() + ")"
                : String.valueOf(cause.getMessage());
    }

    /** The port that the server listens on. */
    public int port() {
        return http.actualPort();
    }

    List<Route> routes() {
        return routes.all();
    }

    /** Records a model call that is over; see {@link Meters#modelCall}. */
    public void modelCallEnded(String ending, Duration took) {
        meters.modelCall(ending, took);
    }

    /** The number of open WebSockets. */
    public int watchers() {
        return webSockets.sessionCount();
    }

    public static HttpServerOptions transport(ServerOptions options) {
        int closeSeconds = Math.toIntExact(options.webSocket().close().toSeconds());
        return new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(options.http().maxHeaderBytes())
                .setMaxInitialLineLength(options.http().maxHeaderBytes())
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(options.webSocket().maxMessageBytes())
                // A backstop: our own close deadline expires first.
                .setWebSocketClosingTimeout(closeSeconds + 10);
    }

    /** The version in the jar's manifest; "development" when not run from a jar. */
    private static String version() {
        String version = WebServer.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * Answers every further request with 503, closes the WebSockets with 1001, lets open requests finish for a moment and
     * interrupts the rest. Goes on listening, so that whoever comes is told.
     */
    public synchronized void drain() {
        if (drained) {
            return;
        }
        drained = true;
        dispatcher.close();
        try {
            webSockets.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offload.close();
    }

    /** Drains, if that was not done before, and stops. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        drain();
        closed = true;
        try {
            connections.refuse(); // or those that come while it closes would be accepted by nobody
            await(http.close());
            await(vertx.close());
            meters.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vertx.close();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The server did not shut down cleanly", e);
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
