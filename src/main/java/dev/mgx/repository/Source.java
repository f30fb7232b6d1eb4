package dev.mgx.repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a repository.
 *
 * @param commit that they are of, 40 hexadecimal digits
 * @param branch its name, such as {@code main}; null if HEAD is detached
 * @param files by path
 * @param changes what of it is not in the commit, or is so otherwise: changed, new and (empty) deleted files; only of what
 *     was read with changes
 * @param notes what was left out and why, and what else a person should know; a sentence each
 */
public record Source(
        String commit,
        @Nullable String branch,
        Map<String, byte[]> files,
        Map<String, Optional<byte[]>> changes,
        List<String> notes) {}
