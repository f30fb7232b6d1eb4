@NullMarked
package dev.mgx.llm.gateway;

import org.jspecify.annotations.NullMarked;
