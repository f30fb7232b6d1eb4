/**
 * The model that stands in where there is none: it knows a few small programs, which are resource
 * files beside it, and answers every role's prompt from them.
 *
 * <p>May import: {@code task}, {@code json}, {@code llm}.
 */
@NullMarked
package dev.mgx.llm.simulated;

import org.jspecify.annotations.NullMarked;
