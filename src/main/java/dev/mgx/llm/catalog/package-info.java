/** The model catalog: prices, context windows, and the models of each role. */
@NullMarked
package dev.mgx.llm.catalog;

import org.jspecify.annotations.NullMarked;
