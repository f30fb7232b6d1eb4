package dev.mgx.team.role;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Redacts a program's code from texts for roles that must not see it: compilers, stack traces and debuggers quote lines
 * of the program.
 *
 * @param lines stripped, longest first
 */
public record ProgramText(List<String> lines) {
    private static final String WITHHELD = "[a line of the program]";

    /** Shorter lines, such as a brace, reveal nothing and occur in every text. */
    private static final int SHORTEST = 8;

    private static final Pattern DOCUMENT = Pattern.compile("(?i).*\\.(md|txt|csv)");

    /**
     * Collects the lines of a program.
     *
     * @param known texts whose lines the tester knows anyway
     */
    public static ProgramText of(Map<String, String> files, String known) {
        return new ProgramText(files.entrySet().stream()
                .filter(file -> !file.getKey().equals(ProjectManifest.PATH)
                        && !DOCUMENT.matcher(file.getKey()).matches())
                .flatMap(file -> file.getValue().lines().map(String::strip))
                .filter(line -> line.length() >= SHORTEST && !known.contains(line))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList());
    }

    /** The text with every quoted line of the program replaced. */
    public String withheldFrom(String text) {
        String left = text;
        for (String line : lines) {
            left = left.replace(line, WITHHELD);
        }
        return left;
    }
}
