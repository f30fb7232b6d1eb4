/** The simulated model and its templates, an implementation of {@code llm.Model}. */
@NullMarked
package dev.mgx.simulated;

import org.jspecify.annotations.NullMarked;
