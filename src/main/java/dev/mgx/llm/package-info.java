/**
 * The seam to language models: a prompt goes in, an answer comes out. What calls them is in {@code llm.gateway}, what
 * stands behind it in {@code llm.provider}, {@code llm.replay} and {@code simulated}.
 *
 * <p>May import: {@code task}. None of the packages below it.
 */
@NullMarked
package dev.mgx.llm;

import org.jspecify.annotations.NullMarked;
