/**
 * A task's project files: safe paths, file kinds, diffs and archives.
 *
 * <p>May import: {@code task}, {@code store}.
 */
@NullMarked
package dev.mgx.workspace;

import org.jspecify.annotations.NullMarked;
