@NullMarked
package dev.mgx.llm;

import org.jspecify.annotations.NullMarked;
