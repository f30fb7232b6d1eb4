/**
 * How a project that was there before is tested: the command, what came of each test by its name, and what was green
 * before. Reads texts; knows no repository, no run, no model and no sandbox.
 *
 * <p>May import: {@code json}.
 */
@NullMarked
package dev.mgx.repository.baseline;

import org.jspecify.annotations.NullMarked;
