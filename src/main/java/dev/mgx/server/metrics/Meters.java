package dev.mgx.server.metrics;

import dev.mgx.engine.Engine;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitStats;
import dev.mgx.stream.Streams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The server's Prometheus metrics. No label has a client-supplied value: routes are labelled by pattern, tasks by
 * status. Thread-safe.
 */
public final class Meters implements AutoCloseable {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Store store;
    private volatile long queued; // as of the last scrape

    /** Gauges of other parts, read on every scrape. */
    public record ExternalGauges(Supplier<Number> webSockets, Supplier<Number> modelCalls) {}

    public Meters(Store store, Engine engine, Streams streams, ExternalGauges external) {
        this.store = store;
        gauge("mgx.websockets", "open WebSockets", external.webSockets());
        gauge("mgx.watchers", "open cursors, over WebSocket or HTTP", streams::watchers);
        gauge("mgx.tasks.active", "tasks with an active run in this process", engine::running);
        gauge("mgx.tasks.queued", "queued tasks", () -> queued);
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

    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Records a request that was answered or whose client disconnected.
     *
     * @param began the {@code nanoTime} when its headers had arrived
     */
    public void answered(String method, String route, int status, long began) {
        Timer.builder("mgx.http.requests")
                .description("requests, by route pattern")
                .tags("method", METHODS.contains(method) ? method : "other")
                .tags("route", route, "status", Integer.toString(status))
                .register(registry)
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /** The scrape handler blocks. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", request -> {
            queued = store.tasks().queued();
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
