package dev.mgx.workspace;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeleteDelta;
import com.github.difflib.patch.InsertDelta;
import com.github.difflib.patch.Patch;
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
