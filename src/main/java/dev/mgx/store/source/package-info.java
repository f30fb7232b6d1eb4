/** The existing projects that tasks change: kept as run 0, in pieces, and complete at once. */
@NullMarked
package dev.mgx.store.source;

import org.jspecify.annotations.NullMarked;
