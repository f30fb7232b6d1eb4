/** Monotonic clocks, deadlines, and turns for what only so many may do at once. Imports no other package of the project. */
@NullMarked
package dev.mgx.time;

import org.jspecify.annotations.NullMarked;
