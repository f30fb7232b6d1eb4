package dev.mgx.workspace;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeleteDelta;
import com.github.difflib.patch.InsertDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** The difference between two versions of a file, in the format of {@code diff -u}. */
public final class UnifiedDiff {
    private static final int CONTEXT_LINES = 3;

    /**
     * How many lines between the first and the last difference, of both versions together, are compared one by one,
     * which takes the square of their number: a second at most.
     */
    private static final int COMPARED_LINES = 8_000;

    private UnifiedDiff() {}

    /** The diff that turns {@code before} into {@code after}; empty when they have the same lines. */
    public static String between(String path, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> changed = after.lines().toList();
        List<String> diff =
                UnifiedDiffUtils.generateUnifiedDiff("a/" + path, "b/" + path, old, patch(old, changed), CONTEXT_LINES);
        return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
    }

    /**
     * The hunks that turn {@code before} into {@code after} as git takes them: every line with the carriage return that it
     * may end with, and a last line that no line feed ends told as such. Empty when the two are the same.
     */
    public static String hunks(String before, String after) {
        List<String> old = terminated(before);
        List<String> changed = terminated(after);
        List<String> lines = new ArrayList<>();
        if (old.isEmpty() && !changed.isEmpty()) {
            lines.add("@@ -0,0 +1,%d @@".formatted(changed.size()));
            changed.forEach(line -> lines.add("+" + line));
        } else if (changed.isEmpty() && !old.isEmpty()) {
            lines.add("@@ -1,%d +0,0 @@".formatted(old.size()));
            old.forEach(line -> lines.add("-" + line));
        } else {
            UnifiedDiffUtils.generateUnifiedDiff("", "", old, patch(old, changed), CONTEXT_LINES).stream()
                    .skip(2) // the names
                    .forEach(lines::add);
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** The lines; a last one that no line feed ends has git's remark in it, by which it differs from one that is ended. */
    private static List<String> terminated(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
            lines.add(text.substring(from, at));
            from = at + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from) + "\n\\ No newline at end of file");
        }
        return lines;
    }

    private static Patch<String> patch(List<String> old, List<String> changed) {
        int shorter = Math.min(old.size(), changed.size());
        int start = 0;
        while (start < shorter && old.get(start).equals(changed.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && old.get(old.size() - 1 - end).equals(changed.get(changed.size() - 1 - end))) {
            end++;
        }
        Chunk<String> removed = new Chunk<>(start, old.subList(start, old.size() - end));
        Chunk<String> added = new Chunk<>(start, changed.subList(start, changed.size() - end));
        if (removed.size() + added.size() <= COMPARED_LINES) {
            return DiffUtils.diff(old, changed);
        }
        Patch<String> whole = new Patch<>();
        whole.addDelta(delta(removed, added));
        return whole;
    }

    private static AbstractDelta<String> delta(Chunk<String> removed, Chunk<String> added) {
        if (removed.size() == 0) {
            return new InsertDelta<>(removed, added);
        }
        return added.size() == 0 ? new DeleteDelta<>(removed, added) : new ChangeDelta<>(removed, added);
    }
}
