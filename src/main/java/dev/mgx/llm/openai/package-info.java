/**
 * The protocol of OpenAI and of everybody who speaks it: how a prompt is written as a request, and what the frames of
 * its answer say.
 *
 * <p>May import: {@code llm}, {@code llm.http}, {@code json}, Jackson. No other dialect.
 */
@NullMarked
package dev.mgx.llm.openai;

import org.jspecify.annotations.NullMarked;
