package dev.mgx.bench.durability;

import dev.mgx.bench.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Threads that append one event after the other, each for its own task. */
record Producers(int count, Metric rate) {
    private static final long NANOS = 2_000_000_000L;

    /**
     * Runs them for a while.
     *
     * @param append records one event of a producer; returns when it is durable
     * @param events how many events are in the database
     */
    Map<Metric, Double> run(IntConsumer append, LongSupplier events) throws InterruptedException, ExecutionException {
        long before = events.getAsLong();
        long began = System.nanoTime();
        List<Callable<Long>> producers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int producer = i;
            producers.add(() -> {
                long appended = 0;
                while (System.nanoTime() - began < NANOS) {
                    append.accept(producer);
                    appended++;
                }
                return appended;
            });
        }
        long appended = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (Future<Long> each : threads.invokeAll(producers)) {
                appended += each.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (events.getAsLong() - before != appended) {
            throw new IllegalStateException(
                    "%d events were appended, %d are there".formatted(appended, events.getAsLong() - before));
        }
        return Map.of(rate, appended / seconds);
    }
}
