/**
 * Which models there are: prices, windows, and which one each role is answered by.
 *
 * <p>May import: {@code llm}, {@code task}, {@code json}.
 */
@NullMarked
package dev.mgx.llm.catalog;

import org.jspecify.annotations.NullMarked;
