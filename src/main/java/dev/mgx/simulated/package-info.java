/**
 * The simulated model and its templates: a model that knows a few small programs, behind the seam of {@code llm}.
 */
@NullMarked
package dev.mgx.simulated;

import org.jspecify.annotations.NullMarked;
