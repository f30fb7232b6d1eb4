/**
 * The providers, their models, and what was found out about each endpoint.
 */
@NullMarked
package dev.mgx.llm.provider;

import org.jspecify.annotations.NullMarked;
