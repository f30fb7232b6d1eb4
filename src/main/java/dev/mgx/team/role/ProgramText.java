package dev.mgx.team.role;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of a program's code, to be kept from who must not see it: compilers and stack traces quote the program
 * that they complain about, and so may a debugger.
 *
 * @param lines without the white space around them, the longest first
 */
public record ProgramText(List<String> lines) {
    private static final String WITHHELD = "[a line of the program]";

    /** A shorter line, such as a brace, tells nothing, and stands in every text. */
    private static final int SHORTEST = 8;

    private static final Pattern DOCUMENT = Pattern.compile("(?i).*\\.(md|txt|csv)");

    /**
     * The text of a program.
     *
     * @param tests whose lines everybody knows who decides about them
     */
    public static ProgramText of(Map<String, String> files, TestFiles tests) {
        Set<String> known = files.entrySet().stream()
                .filter(file -> tests.has(file.getKey()))
                .flatMap(file -> file.getValue().lines().map(String::strip))
                .collect(Collectors.toSet());
        return new ProgramText(files.entrySet().stream()
                .filter(file -> !tests.has(file.getKey())
                        && !DOCUMENT.matcher(file.getKey()).matches())
                .flatMap(file -> file.getValue().lines().map(String::strip))
                .filter(line -> line.length() >= SHORTEST && !known.contains(line))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList());
    }

    /** The text, with something else in the place of each whole line of the program that is quoted in it. */
    public String withheldFrom(String text) {
        String left = text;
        for (String line : lines) {
            left = left.replace(line, WITHHELD);
        }
        return left;
    }
}
