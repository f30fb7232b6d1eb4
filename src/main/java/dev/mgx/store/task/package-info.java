/** Tasks: stored, searched and listed, including rows that cannot be read. */
@NullMarked
package dev.mgx.store.task;

import org.jspecify.annotations.NullMarked;
