/** How long processes take until they answer, beside a bare server. */
@NullMarked
package dev.mgx.bench.start;

import org.jspecify.annotations.NullMarked;
