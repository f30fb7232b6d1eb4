/**
 * Runs generated programs without trusting them: no network, no secrets, nothing of the disk but the
 * system's read-only runtimes, hard limits, and an end with the whole process tree.
 *
 * <p>May import: {@code java.*} only. The only package that starts processes.
 */
@NullMarked
package dev.mgx.sandbox;

import org.jspecify.annotations.NullMarked;
