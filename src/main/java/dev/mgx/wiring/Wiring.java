package dev.mgx.wiring;

import dev.mgx.agent.LoopLimits;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.llm.endpoint.CertificateAuthorities;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.packages.OperatorRegistries;
import dev.mgx.packages.PackagePolicy;
import dev.mgx.packages.PackageStore;
import dev.mgx.packages.Packages;
import dev.mgx.packages.Registries;
import dev.mgx.sandbox.LimitedSandbox;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.StaleSockets;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.preview.PreviewOptions;
import dev.mgx.server.preview.PreviewUrl;
import dev.mgx.server.ws.WebSocketLimits;
import dev.mgx.service.ServiceLimits;
import dev.mgx.service.Services;
import dev.mgx.store.Retention;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Streams;
import dev.mgx.team.SoftwareTeam;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.time.MonotonicClock;
import dev.mgx.time.SuspendAwareClock;
import dev.mgx.workspace.FolderLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A complete server: creates the parts in order and closes them in reverse order. Closing is idempotent. */
public final class Wiring implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);

    /** How often streams poll in case a notification of the store was lost. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Runnable> drains = new ArrayList<>();
    private final Settings settings;
    private final Store store;
    private final Sandbox sandbox;
    private final ModelGateway gateway;
    private final String modelDescription;
    private final WebServer server;

    private Wiring(Settings settings, Recovery recovery, CommitProbe probe) throws InterruptedException {
        this.settings = settings;
        Clock clock = Clock.systemUTC();
        SuspendAwareClock monotonic = part(SuspendAwareClock.start());
        try {
            WebServer.prepare();
            StartedPart<Sandbox> opening =
                    StartedPart.start("mgx-sandbox-trial", () -> openSandbox(settings, monotonic));
            parts.push(opening::close);
            store = part(Store.open(
                    settings.dataFolder(),
                    settings.database(),
                    clock,
                    new TaskIds(clock),
                    probe,
                    settings.duration(Setting.MGX_DATABASE_TIMEOUT)));
            if (recovery == Recovery.RESUME) { // a server, and not one of a single command
                retentionAge(settings).ifPresent(age -> part(Retention.start(store, age, clock)));
            }
            Streams streams = part(new Streams(store, POLL_INTERVAL));
            ModelWiring.Chosen model = new ModelWiring(settings, clock).choose();
            part(model.closing());
            modelDescription = model.description();
            gateway = new GatewayWiring(settings).gateway(model.source(), monotonic);
            StaleSockets.sweep();
            sandbox = opening.get();
            Sandbox limited = new LimitedSandbox(sandbox, mostExecutions(settings));
            Packages packages = packages(settings, limited, clock);
            Services services = part(new Services(
                    new ProjectServices(store, packages, folderLimits(settings), clock),
                    sandbox,
                    serviceLimits(settings),
                    clock,
                    monotonic));
            SoftwareTeam team = new SoftwareTeam(
                    gateway,
                    limited,
                    packages,
                    new TeamLimits(
                            settings.duration(Setting.MGX_APPROVAL_TIMEOUT),
                            settings.number(Setting.MGX_MAX_REPAIRS),
                            LoopLimits.DEFAULT.withTurns(settings.number(Setting.MGX_MAX_TURNS)),
                            folderLimits(settings)));
            Engine engine = part(Engine.start(store, team, limits(settings), clock, monotonic, recovery));
            drains.add(engine::drain);
            server = WebServer.start(
                    options(settings, monotonic),
                    store,
                    engine,
                    streams,
                    gateway::openCalls,
                    preview(settings, services));
            gateway.observe(server::modelCallEnded);
            drains.add(Thread.ofPlatform().name("mgx-drain").daemon().unstarted(server::drain)::start);
            parts.pop();
            part(server);
            part(engine); // closed first: while its steps finish, the server tells everybody to come back later
        } catch (InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a server; it is listening when this returns.
     *
     * @param probe {@link CommitProbe#NONE} in production
     * @throws RuntimeException of the part that failed to start; its message is one sentence
     */
    public static Wiring start(Settings settings, Recovery recovery, CommitProbe probe) throws InterruptedException {
        return new Wiring(settings, recovery, probe);
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** How long idle tasks are kept; empty for ever. */
    static Optional<Duration> retentionAge(Settings settings) {
        String days = settings.text(Setting.MGX_RETENTION_DAYS);
        return days.equals("off") ? Optional.empty() : Optional.of(Duration.ofDays(Long.parseLong(days)));
    }

    public static Sandbox openSandbox(Settings settings, MonotonicClock monotonic) {
        SandboxSetting setting = SandboxSetting.parse(settings.text(Setting.MGX_SANDBOX));
        return SandboxProbe.open(setting, sandboxLimits(settings), monotonic);
    }

    /** The packages of programs that run in this sandbox. */
    public static Packages packages(Settings settings, Sandbox sandbox, InstantSource clock) {
        Registries registries = settings.text(Setting.MGX_PACKAGES).equals("off")
                ? ecosystem -> Optional.empty()
                : new OperatorRegistries(CertificateAuthorities::with);
        return new Packages(
                sandbox,
                new PackageStore(
                        settings.dataFolder().resolve("packages"),
                        (long) settings.number(Setting.MGX_PACKAGES_STORE_MIB) << 20,
                        (long) settings.number(Setting.MGX_PACKAGES_MAX_MIB) << 20),
                new PackagePolicy(
                        settings.duration(Setting.MGX_PACKAGES_MIN_AGE),
                        Set.copyOf(settings.list(Setting.MGX_PACKAGES_DENY)),
                        clock),
                registries,
                settings.duration(Setting.MGX_EXECUTION_TIMEOUT));
    }

    private static PreviewOptions preview(Settings settings, Services services) {
        return new PreviewOptions(
                services,
                Optional.of(settings.text(Setting.MGX_PREVIEW_URL))
                        .filter(url -> !url.isEmpty())
                        .map(PreviewUrl::new));
    }

    private static FolderLimits folderLimits(Settings settings) {
        return new FolderLimits(
                settings.number(Setting.MGX_MAX_PROJECT_FILES),
                (long) settings.number(Setting.MGX_MAX_PROJECT_MIB) << 20);
    }

    private static ServiceLimits serviceLimits(Settings settings) {
        return new ServiceLimits(
                settings.number(Setting.MGX_MAX_SERVICES),
                settings.duration(Setting.MGX_SERVICE_START_TIMEOUT),
                settings.duration(Setting.MGX_SERVICE_IDLE_TIMEOUT),
                settings.duration(Setting.MGX_SERVICE_MAX_DURATION));
    }

    /** Programs that are shown to people are not among them: they have a limit of their own, and last. */
    private static int mostExecutions(Settings settings) {
        return settings.number(Setting.MGX_MAX_EXECUTIONS, Runtime.getRuntime().availableProcessors());
    }

    static SandboxLimits sandboxLimits(Settings settings) {
        return new SandboxLimits(
                settings.duration(Setting.MGX_EXECUTION_TIMEOUT),
                settings.duration(Setting.MGX_EXECUTION_CPU_TIME),
                (long) settings.number(Setting.MGX_EXECUTION_MEMORY_MIB) << 20,
                settings.number(Setting.MGX_EXECUTION_PROCESSES),
                (long) settings.number(Setting.MGX_EXECUTION_DISK_MIB) << 20,
                settings.number(Setting.MGX_EXECUTION_OUTPUT_BYTES));
    }

    static EngineLimits limits(Settings settings) {
        return new EngineLimits(
                settings.number(Setting.MGX_MAX_RUNNING_TASKS),
                settings.number(Setting.MGX_MAX_QUEUED_TASKS),
                settings.duration(Setting.MGX_MAX_TASK_DURATION),
                settings.duration(Setting.MGX_STOP_TIMEOUT),
                settings.duration(Setting.MGX_SHUTDOWN_TIMEOUT));
    }

    public static ServerOptions options(Settings settings, MonotonicClock monotonic) {
        Duration idle = settings.duration(Setting.MGX_WS_IDLE_TIMEOUT);
        Duration defaultPing = WebSocketLimits.DEFAULT.ping();
        Duration ping = idle.dividedBy(3).compareTo(defaultPing) < 0 ? idle.dividedBy(3) : defaultPing;
        return new ServerOptions(
                settings.text(Setting.MGX_HOST),
                settings.number(Setting.MGX_PORT),
                new HttpLimits(
                        settings.number(Setting.MGX_MAX_BODY_BYTES),
                        settings.number(Setting.MGX_MAX_HEADER_BYTES),
                        settings.duration(Setting.MGX_HTTP_HEAD_TIMEOUT),
                        settings.duration(Setting.MGX_HTTP_BODY_TIMEOUT),
                        settings.duration(Setting.MGX_HTTP_SEND_TIMEOUT),
                        new HttpLimits.Uploads(
                                settings.number(Setting.MGX_MAX_SOURCE_BYTES),
                                settings.number(Setting.MGX_MAX_SOURCE_FILES))),
                new WebSocketLimits(
                        idle,
                        settings.duration(Setting.MGX_WS_SEND_TIMEOUT),
                        settings.duration(Setting.MGX_WS_CLOSE_TIMEOUT),
                        ping,
                        settings.duration(Setting.MGX_WS_ALIVE_INTERVAL),
                        settings.duration(Setting.MGX_WS_LAST_STATE_DELAY),
                        settings.number(Setting.MGX_WS_MAX_MESSAGE_BYTES)),
                new IntakeLimits(
                        settings.number(Setting.MGX_HTTP_MAX_CONNECTIONS, IntakeLimits.connections()),
                        settings.number(Setting.MGX_HTTP_MAX_HELD_BYTES, IntakeLimits.heldBytes()),
                        settings.number(Setting.MGX_HTTP_HEAVY_REQUESTS),
                        settings.duration(Setting.MGX_HTTP_HEAVY_WAIT),
                        settings.duration(Setting.MGX_HTTP_HEAVY_TIME)),
                new OriginPolicy(settings.origins(), settings.publicUrls(), settings.trustedProxies()),
                monotonic);
    }

    /** The address of the server. */
    public URI address() {
        String host = settings.text(Setting.MGX_HOST);
        return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port()));
    }

    /** Writes the address to the data folder, so that commands of other processes find this server. */
    public void publish() {
        store.folder().publish(address().toString());
    }

    /** A summary for people, shown at the start. */
    public String banner() {
        List<String> urls = settings.publicUrls();
        String reached = urls.isEmpty() ? "" : "\nReached   at " + String.join(", ", urls);
        return """
                Model     %s
                Budget    %s
                Sandbox   %s
                Data      %s
                Database  %s""".formatted(
                                modelDescription,
                                gateway.description(),
                                sandbox.description(),
                                settings.dataFolder(),
                                settings.database())
                + reached;
    }

    public Store store() {
        return store;
    }

    /** Drains the engine and the server at the same time, then closes the parts. */
    @Override
    public synchronized void close() {
        drains.forEach(Runnable::run);
        drains.clear();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                // Close the remaining parts all the same.
                log.warn("{} did not close properly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
