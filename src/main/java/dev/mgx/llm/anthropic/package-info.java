/**
 * Anthropic's protocol.
 */
@NullMarked
package dev.mgx.llm.anthropic;

import org.jspecify.annotations.NullMarked;
