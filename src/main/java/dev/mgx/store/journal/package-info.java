/**
 * Every task's events, fenced and in order, and the row of a task that they are folded into.
 */
@NullMarked
package dev.mgx.store.journal;

import org.jspecify.annotations.NullMarked;
