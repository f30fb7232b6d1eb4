/**
 * The walls on Linux, and the processes behind them.
 */
@NullMarked
package dev.mgx.sandbox.linux;

import org.jspecify.annotations.NullMarked;
