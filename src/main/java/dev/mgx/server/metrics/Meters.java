package dev.mgx.server.metrics;

import dev.mgx.engine.Engine;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitStats;
import dev.mgx.stream.Streams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The server's Prometheus metrics. No label has a client-supplied value: routes are labelled by pattern, tasks by
 * status. Thread-safe.
 */
public final class Meters implements AutoCloseable {
    /** Micrometer's, that Prometheus would name otherwise; {@link ProcessMeters} has the time. */
    private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    /** For what takes from a few milliseconds, as a commit, to a minute, as a model call; Prometheus's own and longer. */
    private static final Duration[] BUCKETS = Stream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Store store;
    private final DatabaseMeters database;

    /**
     * Gauges of other parts, read on every scrape.
     *
     * @param version of this program
     */
    public record External(Supplier<Number> webSockets, Supplier<Number> modelCalls, String version) {}

    public Meters(Store store, Engine engine, Streams streams, External external) {
        this.store = store;
        registry.config().meterFilter(MeterFilter.deny(id -> MISNAMED.contains(id.getName())));
        database = new DatabaseMeters(store, registry);
        store.listen(commits());
        var _ = new ProcessMeters(store.folder().path(), external.version(), registry);
        var _ = modelCalls("answered"); // there from the start, so that the first one shows as a rate
        gauge("mgx.websockets", "open WebSockets", external.webSockets());
        gauge("mgx.watchers", "open cursors, over WebSocket or HTTP", streams::watchers);
        gauge("mgx.tasks.active", "tasks with an active run in this process", engine::running);
        gauge("mgx.llm.concurrent.calls", "open model calls", external.modelCalls());
        counter("mgx.journal.commits", "database commits", CommitStats::commits);
        counter("mgx.journal.writes", "writes, several of which may share a commit", CommitStats::writes);
        counter("mgx.journal.commit.seconds", "total time spent committing", stats -> stats.nanos() / 1e9);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<CommitStats> value) {
        FunctionCounter.builder(name, store, kept -> value.applyAsDouble(kept.commits()))
                .description(description)
                .register(registry);
    }

    private CommitStats.Listener commits() {
        Timer took = timer("mgx.journal.commit.duration", "duration of database commits");
        Counter refused = Counter.builder("mgx.writes.refused")
                .description("writes that the database did not take, tries included")
                .register(registry);
        return new CommitStats.Listener() {
            @Override
            public void committed(int writes, Duration duration) {
                took.record(duration);
            }

            @Override
            public void refused(int writes) {
                refused.increment(writes);
            }
        };
    }

    private Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Records a model call that is over: {@code answered}, {@code interrupted}, or the kind of its failure. */
    public void modelCall(String ending, Duration took) {
        modelCalls(ending).record(took);
    }

    private Timer modelCalls(String ending) {
        return timer("mgx.llm.call.duration", "duration of model calls, by how they ended", "ending", ending);
    }

    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Records a request that was answered or whose client disconnected.
     *
     * @param began the {@code nanoTime} when its headers had arrived
     */
    public void answered(String method, String route, int status, long began) {
        timer(
                        "mgx.http.requests",
                        "requests, by route pattern",
                        "method",
                        METHODS.contains(method) ? method : "other",
                        "route",
                        route,
                        "status",
                        Integer.toString(status))
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /** The scrape handler blocks. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", request -> {
            database.refresh();
            return Response.of(
                    200, "text/plain; version=0.0.4; charset=utf-8", new Response.Body.Whole(registry.scrape()));
        }));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
