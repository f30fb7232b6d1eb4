package dev.mgx.repository.change;

import dev.mgx.repository.map.TestPath;
import dev.mgx.workspace.FileKind;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is to be said about files of a change whose author did not say why: of one of which only the blanks differ, and of a new one
 * that nothing in the project names, besides, that it is better put back.
 *
 * @param requirement what was asked for, by which a file may be named
 */
public record ChangeReview(FileSet before, FileSet after, String requirement) {
    private static final int MOST_NAMED = 20;
    private static final int SHORTEST_STEM = 3;
    private static final Set<String> DOCUMENTS = Set.of("markdown", "rst", "latex");
    private static final Pattern BLANKS = Pattern.compile("\\s++");

    /** What the author is asked, a line for each of these paths. */
    public String question(Collection<String> paths) {
        String lines =
                new TreeSet<>(paths).stream().limit(MOST_NAMED).map(this::line).collect(Collectors.joining("\n"));
        String more = paths.size() > MOST_NAMED ? "\n- and %d more".formatted(paths.size() - MOST_NAMED) : "";
        return """
                Everything passes. A word is missing on what was changed for it:
                %s%s
                Answer with DONE, and under it a line for each: its path, a colon, and why in one short sentence.""".formatted(lines, more);
    }

    private String line(String path) {
        if (!after.has(path)) {
            return "- say why %s was removed, or put it back as it was".formatted(path);
        }
        if (!before.has(path)) {
            return isLeftOver(path)
                    ? "- %s is new, and nothing refers to it: remove it, or say why it is there".formatted(path)
                    : "- say why %s was added, or remove it".formatted(path);
        }
        return onlyBlanks(path)
                ? "- only the blanks of %s changed: put it back as it was, or say why".formatted(path)
                : "- say why %s was changed, or put it back as it was".formatted(path);
    }

    private boolean onlyBlanks(String path) {
        String old = before.texts().get(path);
        String now = after.texts().get(path);
        return old != null
                && now != null
                && BLANKS.matcher(old).replaceAll("").equals(BLANKS.matcher(now).replaceAll(""));
    }

    /** Whether a new file is no test and no document, and neither the requirement nor another file has its name. */
    private boolean isLeftOver(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot >= SHORTEST_STEM ? name.substring(0, dot) : name;
        return !TestPath.isTest(path)
                && !DOCUMENTS.contains(FileKind.of(path).language())
                && !requirement.toLowerCase(Locale.ROOT).contains(stem.toLowerCase(Locale.ROOT))
                && after.texts().entrySet().stream()
                        .noneMatch(file ->
                                !file.getKey().equals(path) && file.getValue().contains(stem));
    }
}
