/**
 * What model calls of a task may use, and what they used.
 *
 * <p>May import: {@code llm}, {@code llm.catalog}, {@code task}, {@code time}.
 */
@NullMarked
package dev.mgx.llm.budget;

import org.jspecify.annotations.NullMarked;
