/** The gateway to the models: selection, concurrency, time limits, retries. */
@NullMarked
package dev.mgx.llm.gateway;

import org.jspecify.annotations.NullMarked;
