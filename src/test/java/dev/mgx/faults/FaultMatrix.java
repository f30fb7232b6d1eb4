package dev.mgx.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./mgx faults}: injects the faults of {@code docs/guarantees.md} for real, row by row, and reports each result.
 * The tests' output goes to a file.
 */
final class FaultMatrix {
    private static final String USAGE = """
            Usage: mgx faults [--list] [--soak] [WORDS]...
            Injects the faults of docs/guarantees.md, each for real, and says what came of it.
              --list   only says which there are
              --soak   more kills, more watchers, longer pauses than a build has; takes long
              WORDS    only the rows that mention these, for example: mgx faults kill -9
            """;

    private final PrintStream out;
    private final FaultTests tests;
    private int red;
    private int unshown;

    private FaultMatrix(PrintStream out, FaultTests tests) {
        this.out = out;
        this.tests = tests;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        PrintStream terminal = System.out;
        List<String> words = new ArrayList<>(Arrays.asList(args));
        boolean list = words.remove("--list");
        if (words.remove("--soak")) {
            System.setProperty("mgx.soak", "true");
        }
        if (words.contains("--help") || words.contains("-h")) {
            terminal.print(USAGE);
            return;
        }
        List<FaultRow> rows = FaultRow.table().stream()
                .filter(row -> row.mentions(String.join(" ", words)))
                .toList();
        if (rows.isEmpty()) {
            terminal.printf("No row mentions \"%s\"; mgx faults --list shows all rows.%n", String.join(" ", words));
            System.exit(2);
        }
        Path log = Path.of("target/faults.log");
        try (PrintStream quiet = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
            System.setOut(quiet);
            System.setErr(quiet);
            FaultMatrix matrix = new FaultMatrix(terminal, new FaultTests(Path.of("target/test-classes")));
            matrix.print(rows, list);
            matrix.sum(rows.size(), list, log);
            quiet.flush();
            System.exit(matrix.red == 0 ? 0 : 1); // even if a failed test left threads
        }
    }

    private void print(List<FaultRow> rows, boolean listOnly) {
        String group = "";
        for (FaultRow row : rows) {
            if (!row.group().equals(group)) {
                group = row.group();
                out.printf("%n%s%n", group);
            }
            if (row.tests().isEmpty()) {
                unshown++;
                out.printf("  ? %s: nothing shows it yet%n", row.fault());
            } else if (listOnly) {
                out.printf("    %s → %s%n", row.fault(), row.expected());
            } else {
                inject(row);
            }
            out.flush();
        }
    }

    private void inject(FaultRow row) {
        long began = System.nanoTime();
        List<FaultTests.Verdict> verdicts = row.tests().stream().map(tests::run).toList();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        long passed = verdicts.stream().mapToLong(FaultTests.Verdict::passed).sum();
        long notRun = verdicts.stream().mapToLong(FaultTests.Verdict::notRun).sum();
        boolean green = verdicts.stream().allMatch(FaultTests.Verdict::green);
        String skipped = notRun == 0 ? "" : ", %d not run here".formatted(notRun);
        out.printf(
                "  %s %s → %s (%d tests%s, %d s)%n",
                green ? "✓" : "✗", row.fault(), row.expected(), passed, skipped, seconds);
        if (!green) {
            red++;
            verdicts.forEach(verdict -> verdict.failures().forEach(why -> out.println(why.indent(6))));
        }
    }

    private void sum(int rows, boolean listOnly, Path log) {
        if (listOnly) {
            out.printf("%nRows: %d, not shown yet: %d.%n", rows, unshown);
        } else {
            out.printf(
                    "%nRows: %d green, %d red, %d not shown yet. What the tests printed is in %s.%n",
                    rows - red - unshown, red, unshown, log.toAbsolutePath());
        }
    }
}
