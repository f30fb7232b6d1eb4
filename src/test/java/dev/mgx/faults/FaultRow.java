package dev.mgx.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A row of the table of faults in {@code docs/guarantees.md}.
 *
 * @param group the component that fails
 * @param fault the injected fault
 * @param expected the expected behaviour
 * @param shownBy the test classes that cover it, in backquotes, or a note that none does yet
 */
public record FaultRow(String group, String fault, String expected, String shownBy) {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))`");
    private static final Pattern GROUP = Pattern.compile("\\*\\*(.+?)\\*\\*");

    /** The rows of the table, from the project's folder. */
    public static List<FaultRow> table() throws IOException {
        List<FaultRow> rows = new ArrayList<>();
        String group = "";
        for (String line : Files.readAllLines(Path.of("docs/guarantees.md"))) {
            if (!line.startsWith("| ") || line.startsWith("| fault |")) {
                continue;
            }
            String[] cells = line.split("\\|", -1);
            var heading = GROUP.matcher(cells[1]);
            if (heading.find()) {
                group = heading.group(1);
            } else {
                rows.add(new FaultRow(group, plain(cells[1]), plain(cells[2]), cells[3].strip()));
            }
        }
        return rows;
    }

    private static String plain(String cell) {
        return cell.replace("`", "").strip();
    }

    /** The simple names of the test classes; empty if it is not covered yet. */
    public List<String> tests() {
        return TEST.matcher(shownBy).results().map(found -> found.group(1)).toList();
    }

    /** Whether it contains these words, ignoring case. */
    boolean mentions(String words) {
        return toString().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }
}
