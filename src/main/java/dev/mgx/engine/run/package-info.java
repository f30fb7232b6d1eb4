/**
 * One run in this process, from start to end: its phases, threads and run time, and the one end that is retried until
 * it is recorded.
 */
@NullMarked
package dev.mgx.engine.run;

import org.jspecify.annotations.NullMarked;
