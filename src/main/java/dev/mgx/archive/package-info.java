/** Tar archives, as every tar reads and writes them. May import: {@code java.*} only. */
@NullMarked
package dev.mgx.archive;

import org.jspecify.annotations.NullMarked;
