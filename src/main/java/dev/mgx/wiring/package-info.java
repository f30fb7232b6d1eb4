/** Builds a complete server from the settings. */
@NullMarked
package dev.mgx.wiring;

import org.jspecify.annotations.NullMarked;
