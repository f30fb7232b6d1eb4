@NullMarked
package dev.mgx.llm.catalog;

import org.jspecify.annotations.NullMarked;
