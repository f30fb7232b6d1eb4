package dev.mgx.server.metrics;

import dev.mgx.store.Store;
import dev.mgx.store.sql.StoreUnavailable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What only the database knows, and whether it answers. Asked at each scrape, which waits a second for it and no longer:
 * without the database all other metrics are the more wanted. Thread-safe.
 */
final class DatabaseMeters {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Answer NONE = new Answer(false, Double.NaN);

    private final Store store;
    private @Nullable FutureTask<Answer> asking; // guarded by this; one at a time, however many scrape
    private volatile Answer answer = NONE;

    private record Answer(boolean up, double queued) {}

    DatabaseMeters(Store store, MeterRegistry registry) {
        this.store = store;
        Gauge.builder("mgx.database.up", () -> answer.up() ? 1 : 0)
                .description("1 if the database can be read and written, else 0")
                .register(registry);
        Gauge.builder("mgx.tasks.queued", () -> answer.queued())
                .description("queued tasks; not a number while the database does not answer")
                .register(registry);
    }

    /** Asks, and waits for a moment. */
    void refresh() throws InterruptedException {
        try {
            answer = asking().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer = NONE;
        }
    }

    private synchronized FutureTask<Answer> asking() {
        FutureTask<Answer> current = asking;
        if (current == null || current.isDone()) {
            current = new FutureTask<>(this::ask);
            asking = current;
            Thread.ofPlatform().name("mgx-scrape").daemon().start(current);
        }
        return current;
    }

    private Answer ask() {
        try {
            return store.healthy() ? new Answer(true, store.tasks().queued()) : NONE;
        } catch (StoreUnavailable e) {
            return NONE;
        }
    }
}
