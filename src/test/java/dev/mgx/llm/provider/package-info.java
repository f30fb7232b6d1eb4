@NullMarked
package dev.mgx.llm.provider;

import org.jspecify.annotations.NullMarked;
