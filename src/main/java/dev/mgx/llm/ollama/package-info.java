/**
 * Ollama's protocol.
 */
@NullMarked
package dev.mgx.llm.ollama;

import org.jspecify.annotations.NullMarked;
