package dev.mgx.bench;

import dev.mgx.bench.delivery.DeliveryMeasures;
import dev.mgx.bench.durability.DurabilityMeasures;
import dev.mgx.bench.start.StartMeasures;
import dev.mgx.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./mgx bench}: measures the program beside bare baselines, in turns, and says what came of it. */
public final class Benchmarks {
    private static final Path FOLDER = Path.of("target/bench");

    private final PrintStream out;

    private Benchmarks(PrintStream out) {
        this.out = out;
    }

    /** Every measure, in the order of the table. */
    private static List<Measure> all() {
        return Stream.of(
                        DeliveryMeasures.ALL,
                        DurabilityMeasures.ALL,
                        StartMeasures.ALL,
                        List.of(new ManyTasks(), new TaskList(), new SandboxStart(), new ModelAnswer()))
                .flatMap(List::stream)
                .toList();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        List<Measure> measures = all();
        List<String> names = measures.stream().map(Measure::name).toList();
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.printf("""
                    Usage: mgx bench [--only NAME]... [--json FILE] [--docs]
                    Measures the program beside bare baselines that do the same work, in turns, and prints the medians.
                      --only NAME   only this measure, of: %s
                      --json FILE   writes every round's figures to this file
                      --docs        puts the table and the picture into docs/performance.md
                    """, String.join(", ", names));
            return;
        }
        try {
            BenchArguments told = BenchArguments.parse(words, names);
            Benchmarks bench = new Benchmarks(new PrintStream(System.out, true, StandardCharsets.UTF_8));
            bench.run(told, measures.stream().filter(told::wants).toList());
            System.exit(0); // even if a library left a thread
        } catch (IllegalArgumentException e) {
            System.err.println("mgx bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run(BenchArguments told, List<Measure> measures) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (Measure measure : measures) {
            System.err.println(measure.title());
            outcomes.add(measured(measure));
        }
        String machine = Machine.describe();
        String table = Table.of(outcomes, machine);
        String picture = Picture.of(outcomes);
        out.println();
        out.println(table);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("performance.md"), table);
        Files.writeString(FOLDER.resolve("performance.svg"), picture);
        if (told.json() != null) {
            Files.writeString(told.json(), Json.write(Rounds.of(outcomes, machine)));
        }
        if (told.docs()) {
            Documentation.put(table, picture);
        }
    }

    private static Outcome measured(Measure measure) throws Exception {
        Outcome outcome = new Outcome(measure);
        Measure.Field field = measure.open();
        try {
            for (int round = 1 - measure.warmUps(); round <= measure.rounds(); round++) {
                for (Contender contender : field.contenders()) {
                    Map<Metric, Double> figures = contender.trial().run();
                    String when = round < 1 ? "warm-up" : "round " + round;
                    System.err.printf("  %s, %s: %s%n", when, contender.name(), Table.line(figures));
                    if (round >= 1) {
                        outcome.add(contender.name(), figures);
                    }
                }
            }
        } finally {
            field.resources().close();
        }
        return outcome;
    }
}
