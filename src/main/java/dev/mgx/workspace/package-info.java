/**
 * A task's project files: safe paths, versions, manifests.
 *
 * <p>May import: {@code task}, {@code store}.
 */
@NullMarked
package dev.mgx.workspace;

import org.jspecify.annotations.NullMarked;
