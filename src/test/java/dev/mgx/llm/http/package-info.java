/** The tests of its package, and {@link SentRequest}, by which those of the dialects see what they make. */
@NullMarked
package dev.mgx.llm.http;

import org.jspecify.annotations.NullMarked;
