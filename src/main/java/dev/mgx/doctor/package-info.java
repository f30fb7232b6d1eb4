/** Checks whether this machine has everything that a server needs. */
@NullMarked
package dev.mgx.doctor;

import org.jspecify.annotations.NullMarked;
