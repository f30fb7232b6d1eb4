/** Monotonic clocks and deadlines. Imports no other package of the project. */
@NullMarked
package dev.mgx.time;

import org.jspecify.annotations.NullMarked;
