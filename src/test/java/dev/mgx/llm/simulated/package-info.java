@NullMarked
package dev.mgx.llm.simulated;

import org.jspecify.annotations.NullMarked;
