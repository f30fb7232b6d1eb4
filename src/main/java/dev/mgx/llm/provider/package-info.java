/** Models of real providers, and what is known about each endpoint. */
@NullMarked
package dev.mgx.llm.provider;

import org.jspecify.annotations.NullMarked;
