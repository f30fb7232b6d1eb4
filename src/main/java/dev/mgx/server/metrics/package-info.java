/** Prometheus metrics. */
@NullMarked
package dev.mgx.server.metrics;

import org.jspecify.annotations.NullMarked;
