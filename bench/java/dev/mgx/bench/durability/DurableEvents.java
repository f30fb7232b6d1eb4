package dev.mgx.bench.durability;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import dev.mgx.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Producers that each wait until an event of theirs is durable before they make the next, as runs do. */
record DurableEvents(String name, BenchDatabase database, int producers, double factor) implements Measure {
    private static final Metric EVENTS = new Metric("rate", "events/s", true);
    private static final String BARE = "a bare loop that commits the same rows in batches";

    @Override
    public String title() {
        return "events made durable by %d %s on %s"
                .formatted(producers, producers == 1 ? "producer" : "producers", database.title());
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.times(factor, BARE, EVENTS));
    }

    @Override
    public Field open() throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        boolean embedded = database == BenchDatabase.POSTGRES;
        PostgresServer server = embedded ? PostgresServer.start() : null;
        OurJournal ours = new OurJournal(folder.resolve("ours"), server == null ? null : server.freshUrl(), producers);
        BareJournal bare =
                BareJournal.open(folder.resolve("bare"), server == null ? null : server.freshUrl(), producers);
        Producers loop = new Producers(producers, EVENTS);
        return new Field(
                List.of(
                        Contender.ours(() -> loop.run(ours::append, ours::events)),
                        new Contender(BARE, () -> loop.run(bare::append, bare::events))),
                () -> {
                    bare.close();
                    ours.close();
                    if (server != null) {
                        server.close();
                    }
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.sorted(Comparator.reverseOrder())
                                .forEach(file -> file.toFile().delete());
                    }
                });
    }
}
