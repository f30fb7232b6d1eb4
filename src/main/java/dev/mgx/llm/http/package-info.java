/**
 * Transport and event streams for providers, and what every dialect has in common.
 */
@NullMarked
package dev.mgx.llm.http;

import org.jspecify.annotations.NullMarked;
