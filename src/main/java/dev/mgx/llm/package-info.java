/** The interface to language models: a prompt in, an answer out. The code that calls them is in {@code llm.gateway}. */
@NullMarked
package dev.mgx.llm;

import org.jspecify.annotations.NullMarked;
