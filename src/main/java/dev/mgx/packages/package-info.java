/**
 * The libraries of generated programs: which there are, which may be used, how they are installed without a network, and
 * where they are kept.
 *
 * <p>May import: {@code json}, {@code file}, {@code sandbox}.
 */
@NullMarked
package dev.mgx.packages;

import org.jspecify.annotations.NullMarked;
