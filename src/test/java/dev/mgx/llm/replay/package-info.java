@NullMarked
package dev.mgx.llm.replay;

import org.jspecify.annotations.NullMarked;
