/**
 * Read models: folds of a task's events for one view each. Knows no web library.
 */
@NullMarked
package dev.mgx.projection;

import org.jspecify.annotations.NullMarked;
