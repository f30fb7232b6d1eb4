/**
 * A map of a project's code: which files there are, what they define, and what refers to what, ranked for a requirement and
 * fitted to a size. Reads texts in time in proportion to their length; knows no repository, no run, no model and no sandbox.
 *
 * <p>May import: {@code workspace}.
 */
@NullMarked
package dev.mgx.repository.map;

import org.jspecify.annotations.NullMarked;
