import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Prints what the tests did not reach: each class with lines or branches missed, worst first, and a total.
 * Its one argument is JaCoCo's CSV report. It informs and never fails the build.
 */
public final class Uncovered {
    private Uncovered() {}

    /** A line of the report. */
    private record Row(String name, int missedBranches, int branches, int missedLines, int lines) {

        /** Columns: GROUP, PACKAGE, CLASS, instructions missed and covered, then the same for branches and lines. */
        static Row of(String csv) {
            String[] cells = csv.split(",", -1);
            int[] count = new int[cells.length];
            for (int i = 5; i < 9; i++) {
                count[i] = Integer.parseInt(cells[i]);
            }
            return new Row(cells[1] + "." + cells[2], count[5], count[5] + count[6], count[7], count[7] + count[8]);
        }

        boolean missesSomething() {
            return missedLines + missedBranches > 0;
        }

        void print() {
            System.out.printf(
                    "  %4d of %5d lines  %4d of %5d branches  %s%n", missedLines, lines, missedBranches, branches, name);
        }
    }

    public static void main(String[] args) throws IOException {
        Path report = Path.of(args[0]);
        if (!Files.isRegularFile(report)) {
            System.out.println("No coverage was measured: there is no " + report);
            return;
        }
        List<Row> rows = Files.readAllLines(report).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(Row::of)
                .toList();
        System.out.println("Not covered by tests:");
        rows.stream()
                .filter(Row::missesSomething)
                .sorted(Comparator.comparingInt(Row::missedLines)
                        .thenComparingInt(Row::missedBranches)
                        .reversed()
                        .thenComparing(Row::name))
                .forEach(Row::print);
        new Row(
                        "in all " + rows.size() + " classes",
                        rows.stream().mapToInt(Row::missedBranches).sum(),
                        rows.stream().mapToInt(Row::branches).sum(),
                        rows.stream().mapToInt(Row::missedLines).sum(),
                        rows.stream().mapToInt(Row::lines).sum())
                .print();
    }
}
