package dev.mgx.repository;

import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A file that may become part of a source; its content is read once all sizes are known.
 *
 * @param blob what it is in the commit; null if it is not there
 * @param file what it may be in the work tree; null if it is the same, or nobody asked
 * @param bytes the length of {@code file}
 */
record Candidate(@Nullable ObjectId blob, @Nullable Path file, long bytes) {
    static Candidate committed(ObjectId blob) {
        return new Candidate(blob, null, 0);
    }
}
