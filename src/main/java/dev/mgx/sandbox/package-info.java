/**
 * Runs untrusted generated programs: no network, no secrets, no files but the system's read-only runtimes, hard
 * limits, and the whole process tree killed at the end.
 *
 * <p>May import: {@code java.*} only. The only package that starts processes.
 */
@NullMarked
package dev.mgx.sandbox;

import org.jspecify.annotations.NullMarked;
