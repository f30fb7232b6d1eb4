/**
 * What model calls of a task may use, and what they used.
 */
@NullMarked
package dev.mgx.llm.budget;

import org.jspecify.annotations.NullMarked;
