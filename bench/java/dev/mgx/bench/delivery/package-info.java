/** How events come to their watchers: rates, latencies, memory. */
@NullMarked
package dev.mgx.bench.delivery;

import org.jspecify.annotations.NullMarked;
