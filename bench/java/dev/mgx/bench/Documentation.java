package dev.mgx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page about performance, whose table is that of the last run. */
final class Documentation {
    private static final Path PAGE = Path.of("docs/performance.md");
    private static final Path PICTURE = Path.of("docs/performance.svg");
    private static final String BEGIN = "<!-- table -->\n";
    private static final String LINK = "![Medians as bars](performance.svg)\n\n";
    private static final String END = "<!-- end of table -->";

    private Documentation() {}

    static void put(String table, String picture) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (from < BEGIN.length() || to < from) {
            throw new IllegalArgumentException(
                    "%s has no place for a table: %s … %s".formatted(PAGE, BEGIN.strip(), END));
        }
        Files.writeString(PAGE, page.substring(0, from) + LINK + table + page.substring(to));
        Files.writeString(PICTURE, picture);
    }
}
