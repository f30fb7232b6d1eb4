package dev.mgx.simulated;

import dev.mgx.llm.FileBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed prompt: its sections, each a line {@code ## Title} and the lines after it, and its files. Quoted lines
 * ({@code > …}) are data; the quote mark is removed.
 */
record PromptText(Map<String, String> sections, List<FileBlock> files) {
    private static final Pattern PATH = Pattern.compile("`([^`]+)`");

    static PromptText of(String text) {
        Map<String, StringJoiner> sections = new HashMap<>();
        StringJoiner current = new StringJoiner("\n");
        boolean inFile = false;
        for (String line : text.split("\r?\n", -1)) {
            if (FileBlock.marks(line)) {
                inFile = !line.contains("=== END FILE");
            } else if (!inFile && line.startsWith("## ")) {
                current = sections.computeIfAbsent(line.substring(3).strip(), title -> new StringJoiner("\n"));
            } else if (!inFile) {
                current.add(line.startsWith("> ") ? line.substring(2) : line.equals(">") ? "" : line);
            }
        }
        Map<String, String> read = new HashMap<>();
        sections.forEach((title, lines) -> read.put(title, lines.toString().strip()));
        return new PromptText(read, FileBlock.in(text));
    }

    /** The text of the section with this title; empty if there is none. */
    String section(String title) {
        return sections.getOrDefault(title, "");
    }

    /** The first text in backticks in this section; empty if there is none. */
    String pathIn(String title) {
        Matcher path = PATH.matcher(section(title));
        return path.find() ? path.group(1) : "";
    }
}
