/**
 * The vocabulary: tasks, events, the life cycle, and the state that is a pure fold of a task's events.
 *
 * <p>May import: {@code java.*} only.
 */
@NullMarked
package dev.mgx.task;

import org.jspecify.annotations.NullMarked;
