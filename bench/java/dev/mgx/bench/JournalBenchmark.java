package dev.mgx.bench;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The rate of durable events: each producer waits for its own commits, as runs do. */
public final class JournalBenchmark {
    private static final int SECONDS = 3;
    private static final int[] PRODUCERS = {1, 4, 16, 64};

    private JournalBenchmark() {}

    /** Measures each number of producers in {@code args} twice; without any, the usual numbers. */
    public static void main(String[] args) throws Exception {
        int[] sizes = args.length == 0
                ? PRODUCERS
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        System.out.printf("%10s %14s %12s %12s%n", "producers", "events/s", "median ms", "99 % ms");
        for (int round = 0; round < 2; round++) {
            for (int producers : sizes) {
                measure(producers);
            }
        }
    }

    private static void measure(int producers) throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        try (Store store =
                Store.open(folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            List<Claim> claims = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                String id =
                        store.tasks().create(null, "bench", TaskOptions.DEFAULT).id();
                store.queue().enqueue(id, RunRequest.FRESH, producers);
                claims.add(store.claims()
                        .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "start")))
                        .orElseThrow());
            }
            AtomicLong events = new AtomicLong();
            List<long[]> latencies = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            for (Claim claim : claims) {
                long[] mine = new long[200_000];
                latencies.add(mine);
                threads.add(Thread.ofPlatform().start(() -> {
                    EventDraft event =
                            EventDraft.of(EventType.LOG, "a line of some length, as events have it, about here");
                    for (int i = 0; i < mine.length && System.nanoTime() < end; i++) {
                        long begun = System.nanoTime();
                        store.journal().append(claim.fence(), new AppendRequest(List.of(event), List.of(), 0));
                        mine[i] = System.nanoTime() - begun;
                        events.incrementAndGet();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            long[] all = latencies.stream()
                    .flatMapToLong(Arrays::stream)
                    .filter(nanos -> nanos > 0)
                    .sorted()
                    .toArray();
            System.out.printf(
                    "%10d %14.0f %12.2f %12.2f%n",
                    producers,
                    events.get() / (double) SECONDS,
                    all[all.length / 2] / 1e6,
                    all[(int) (all.length * 0.99)] / 1e6);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(path -> path.toFile().delete());
            }
        }
    }
}
