/**
 * One run from its start to its end, in this process: its phases, threads, time, and the one end that is carried out until it is recorded.
 */
@NullMarked
package dev.mgx.engine.run;

import org.jspecify.annotations.NullMarked;
