/**
 * Server-sent events.
 */
@NullMarked
package dev.mgx.server.sse;

import org.jspecify.annotations.NullMarked;
