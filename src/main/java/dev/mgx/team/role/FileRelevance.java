package dev.mgx.team.role;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Orders files by relevance to a failure: first those that the output names, in that order, then their dependencies
 * transitively, then the others.
 *
 * @param files file contents by path
 */
public record FileRelevance(Map<String, String> files, String output) {

    public List<String> paths() {
        Set<String> found = new LinkedHashSet<>(named());
        List<String> looking = new ArrayList<>(found);
        while (!looking.isEmpty()) {
            String text = files.getOrDefault(looking.removeFirst(), "");
            for (String path : new TreeSet<>(files.keySet())) {
                if (!found.contains(path) && uses(text, path)) {
                    found.add(path);
                    looking.add(path);
                }
            }
        }
        found.addAll(new TreeSet<>(files.keySet()));
        return List.copyOf(found);
    }

    private List<String> named() {
        return files.keySet().stream()
                .filter(path -> output.contains(name(path)))
                .sorted(Comparator.comparingInt((String path) -> output.indexOf(name(path)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether a text mentions the file by its name without the extension, as code does. */
    private static boolean uses(String text, String path) {
        String stem = name(path).replaceFirst("\\..*$", "");
        return !stem.isEmpty()
                && Pattern.compile("\\b" + Pattern.quote(stem) + "\\b")
                        .matcher(text)
                        .find();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
