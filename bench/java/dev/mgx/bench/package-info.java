/** Benchmarks of the whole program; {@code bench/run} starts them, every build compiles them. */
@NullMarked
package dev.mgx.bench;

import org.jspecify.annotations.NullMarked;
