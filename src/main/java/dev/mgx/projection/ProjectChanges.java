package dev.mgx.projection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task's latest run made of the files that it was given, file by file, for display. */
public final class ProjectChanges {
    /** Characters of a file, on both sides together: what a person would look through. */
    private static final int SHOWN = 512 * 1024;

    /** Characters of all files together. */
    private static final int SHOWN_IN_ALL = 8 * 1024 * 1024;

    private static final String TOO_LONG = "It is too long to be shown here; the patch has it";
    private static final String NO_TEXT = "It is not text";

    private final List<Changed> files = new ArrayList<>();
    private long shown;

    private ProjectChanges() {}

    /**
     * A file as on the wire.
     *
     * @param diff null, as both contents are, where the note says why
     */
    record Changed(
            String filePath,
            String status,
            boolean binary,
            int additions,
            int deletions,
            @Nullable String diff,
            @Nullable String oldContent,
            @Nullable String newContent,
            @Nullable String note) {}

    /** Everything as on the wire. */
    record Document(
            String taskId,
            int run,
            @Nullable String commit,
            List<Changed> files,
            int additions,
            int deletions,
            @Nullable Object baseline) {}

    /**
     * What a task was given and by which run it was changed.
     *
     * @param commit which the source was, or null
     * @param baseline how the source's tests went before and after, or null
     */
    public record Subject(
            String taskId,
            int run,
            @Nullable String commit,
            @Nullable Object baseline) {}

    /**
     * Everything as on the wire.
     *
     * @throws InterruptedException between two files
     */
    public static Object document(Subject subject, List<FileChange> changes) throws InterruptedException {
        ProjectChanges all = new ProjectChanges();
        for (FileChange change : changes) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            all.add(change);
        }
        return new Document(
                subject.taskId(),
                subject.run(),
                subject.commit(),
                all.files,
                all.files.stream().mapToInt(Changed::additions).sum(),
                all.files.stream().mapToInt(Changed::deletions).sum(),
                subject.baseline());
    }

    private void add(FileChange change) {
        String diff = change.diff();
        long length = (long) change.oldText().length() + change.newText().length();
        boolean fits = !change.binary() && length <= SHOWN && shown + length <= SHOWN_IN_ALL;
        shown += fits ? length : 0;
        files.add(new Changed(
                change.path(),
                change.status().toString(),
                change.binary(),
                lines(diff, '+'),
                lines(diff, '-'),
                fits ? diff : null,
                fits && change.before() != null ? change.oldText() : null,
                fits && change.after() != null ? change.newText() : null,
                fits ? null : change.binary() ? NO_TEXT : TOO_LONG));
    }

    /** How many lines of a diff begin with this, without the two names. */
    private static int lines(String diff, char sign) {
        int lines = 0;
        for (int at = diff.indexOf("\n@@") + 1; at > 0; at = diff.indexOf('\n', at) + 1) {
            lines += at < diff.length() && diff.charAt(at) == sign ? 1 : 0;
        }
        return lines;
    }
}
