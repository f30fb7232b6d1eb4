/**
 * Which models there are: prices, windows, and which one each role is answered by.
 */
@NullMarked
package dev.mgx.llm.catalog;

import org.jspecify.annotations.NullMarked;
