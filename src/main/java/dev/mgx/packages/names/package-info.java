/**
 * The names of well-known packages, and which other names could be taken for them.
 *
 * <p>May import nothing of ours.
 */
@NullMarked
package dev.mgx.packages.names;

import org.jspecify.annotations.NullMarked;
