/**
 * The one way to the models: who is asked, how many calls are open, how long each may take, what is tried again.
 * Knows no provider.
 *
 * <p>May import: {@code llm}, {@code llm.budget}, {@code llm.catalog}, {@code task}, {@code time}.
 */
@NullMarked
package dev.mgx.llm.gateway;

import org.jspecify.annotations.NullMarked;
