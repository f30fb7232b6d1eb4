/**
 * OpenAI's protocol.
 */
@NullMarked
package dev.mgx.llm.openai;

import org.jspecify.annotations.NullMarked;
