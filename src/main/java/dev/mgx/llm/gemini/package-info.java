/**
 * Gemini's protocol.
 */
@NullMarked
package dev.mgx.llm.gemini;

import org.jspecify.annotations.NullMarked;
