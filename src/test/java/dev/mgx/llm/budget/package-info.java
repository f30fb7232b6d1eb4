@NullMarked
package dev.mgx.llm.budget;

import org.jspecify.annotations.NullMarked;
