/**
 * From settings to parts: a whole server, with what is made in what order, and closed in the reverse one.
 */
@NullMarked
package dev.mgx.wiring;

import org.jspecify.annotations.NullMarked;
