package dev.mgx.bench.delivery;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.store.journal.Fence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same work as {@link FanOut}, ours and by a server of the first generation. */
final class Generations implements Measure {
    private static final int WATCHERS = 200;
    private static final int EVENTS = 20_000;
    private static final int EVENTS_OF_THE_FIRST = 1_000;
    private static final int COMMIT = 200;
    private static final String FIRST = "built like a first-generation server (1,000 events)";

    @Override
    public String name() {
        return "generations";
    }

    @Override
    public String title() {
        return "events of 400 bytes to 200 watchers, beside a list, queues, JSON for each and a commit per row";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.times(20, FIRST, Metric.RATE));
    }

    @Override
    public Field open() throws Exception {
        OurServer ours = OurServer.start(warmUps() + rounds());
        FirstGeneration first = new FirstGeneration();
        return new Field(List.of(Contender.ours(() -> ours(ours)), new Contender(FIRST, () -> first(first))), () -> {
            first.close();
            ours.close();
        });
    }

    private static Map<Metric, Double> ours(OurServer server) throws Exception {
        Fence task = server.take(1).getFirst();
        try (Watchers watchers =
                Watchers.connect(server.port(), Collections.nCopies(WATCHERS, OurServer.path(task, 1)))) {
            Stopwatch watch = new Stopwatch();
            for (int sent = 0; sent < EVENTS; sent += COMMIT) {
                server.append(task, COMMIT);
            }
            watchers.awaitEvents(EVENTS);
            Map<Metric, Double> figures = watch.figures((double) WATCHERS * EVENTS);
            watchers.check(EVENTS, Collections.nCopies(WATCHERS, server.sum(task, 1)));
            return figures;
        }
    }

    private static Map<Metric, Double> first(FirstGeneration server) throws Exception {
        Thread accepting = server.accept(WATCHERS);
        try (Watchers watchers = Watchers.connect(server.port(), Collections.nCopies(WATCHERS, "/"))) {
            accepting.join();
            Stopwatch watch = new Stopwatch();
            for (int event = 1; event <= EVENTS_OF_THE_FIRST; event++) {
                server.append(event(event));
            }
            watchers.awaitEvents(EVENTS_OF_THE_FIRST);
            return watch.figures((double) WATCHERS * EVENTS_OF_THE_FIRST);
        } finally {
            server.disconnect();
        }
    }

    private static Map<String, Object> event(int id) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_id", id);
        event.put("task_id", "0123456789abcdef");
        event.put("timestamp", "2026-01-01T00:00:00.000Z");
        event.put("event_type", "LOG");
        event.put("payload", Map.of("message", "x".repeat(250)));
        return event;
    }
}
