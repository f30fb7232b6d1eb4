/**
 * The domain model: tasks, events, the life cycle, and the state as a pure fold of a task's events.
 *
 * <p>May import: {@code java.*} only.
 */
@NullMarked
package dev.mgx.task;

import org.jspecify.annotations.NullMarked;
