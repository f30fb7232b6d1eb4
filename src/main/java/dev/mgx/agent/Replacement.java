package dev.mgx.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * A passage of a file that is to be another.
 *
 * @param old as it stands in the file, once; whole lines may differ in the blanks at their ends
 */
public record Replacement(String old, String replacement) {
    /**
     * A text in which the passage was replaced.
     *
     * @throws UnclearAction if it is not there, or more than once
     */
    String in(String text, String path) {
        int at = old.isEmpty() ? -1 : text.indexOf(old);
        if (at >= 0) {
            if (text.indexOf(old, at + 1) >= 0) {
                throw new UnclearAction("The text to replace is in %s more than once; give more of the lines around it"
                        .formatted(path));
            }
            return text.substring(0, at) + replacement + text.substring(at + old.length());
        }
        return byLines(text, path);
    }

    private String byLines(String text, String path) {
        List<String> lines = List.of(text.split("\n", -1));
        List<String> wanted = stripped(old.strip().lines().toList());
        List<Integer> places = new ArrayList<>();
        for (int at = 0; !wanted.isEmpty() && at + wanted.size() <= lines.size(); at++) {
            List<String> there = stripped(lines.subList(at, at + wanted.size()));
            there.set(0, there.getFirst().strip());
            if (there.equals(wanted)) {
                places.add(at);
            }
        }
        if (places.size() != 1) {
            throw new UnclearAction(
                    places.isEmpty()
                            ? "The text to replace is not in %s; copy it as it stands there, or give the whole file"
                                    .formatted(path)
                            : "The text to replace is in %s more than once; give more of the lines around it"
                                    .formatted(path));
        }
        List<String> result = new ArrayList<>(lines.subList(0, places.getFirst()));
        result.addAll(
                replacement.isEmpty()
                        ? List.of()
                        : List.of(withoutLastBreak(replacement).split("\n", -1)));
        result.addAll(lines.subList(places.getFirst() + wanted.size(), lines.size()));
        return String.join("\n", result);
    }

    private static String withoutLastBreak(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static List<String> stripped(List<String> lines) {
        return new ArrayList<>(lines.stream().map(String::stripTrailing).toList());
    }
}
