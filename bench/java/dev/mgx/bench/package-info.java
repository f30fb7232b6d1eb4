/** Benchmarks of the whole program, each beside its bare baselines; {@code ./mgx bench} runs them, every build compiles them. */
@NullMarked
package dev.mgx.bench;

import org.jspecify.annotations.NullMarked;
