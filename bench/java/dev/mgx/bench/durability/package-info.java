/** How fast events become durable, on each database. */
@NullMarked
package dev.mgx.bench.durability;

import org.jspecify.annotations.NullMarked;
