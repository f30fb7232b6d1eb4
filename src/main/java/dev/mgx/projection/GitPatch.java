package dev.mgx.projection;

import dev.mgx.workspace.SafePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes as {@code git apply} takes them. A file that a patch of texts can not have, and one whose name a tool would obey, is
 * named in a comment before the first change.
 */
public final class GitPatch {
    private GitPatch() {}

    /**
     * The patch; empty where nothing changed.
     *
     * @throws InterruptedException between two files
     */
    public static String of(List<FileChange> changes) throws InterruptedException {
        StringBuilder leftOut = new StringBuilder();
        List<FileChange> applied = new ArrayList<>();
        for (FileChange change : changes) {
            boolean safe = SafePath.flaw(change.path()).isEmpty();
            if (safe && !change.binary()) {
                applied.add(change);
            } else {
                leftOut.append("# Not in this patch, because %s: %s (%s)\n"
                        .formatted(
                                safe ? "it is not text" : "of its name",
                                GitPath.quoted(change.path()),
                                change.status()));
            }
        }
        StringBuilder patch = leftOut;
        for (FileChange change : applied) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            patch.append(head(change)).append(change.diff());
        }
        return patch.toString();
    }

    private static String head(FileChange change) {
        String names = "diff --git %s %s\n"
                .formatted(GitPath.quoted("a/" + change.path()), GitPath.quoted("b/" + change.path()));
        return switch (change.status()) {
            case ADDED -> names + "new file mode 100644\n";
            case DELETED -> names + "deleted file mode 100644\n";
            case MODIFIED -> names;
        };
    }
}
