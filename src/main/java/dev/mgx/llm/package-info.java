/**
 * The seam to language models: a prompt goes in, an answer comes out. What calls them is in {@code llm.gateway}.
 */
@NullMarked
package dev.mgx.llm;

import org.jspecify.annotations.NullMarked;
