/** The budget of a task: limits, reservations and actual usage of its model calls. */
@NullMarked
package dev.mgx.llm.budget;

import org.jspecify.annotations.NullMarked;
