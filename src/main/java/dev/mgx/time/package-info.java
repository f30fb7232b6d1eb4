/**
 * One monotonic time and what is measured by it. Imports nothing of ours.
 */
@NullMarked
package dev.mgx.time;

import org.jspecify.annotations.NullMarked;
