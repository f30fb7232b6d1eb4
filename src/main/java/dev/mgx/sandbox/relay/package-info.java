/**
 * What our own code does inside the walls: it runs as a program of its own, without a library.
 *
 * <p>May import: {@code java.*} and the JDK's HTTP server only.
 */
@NullMarked
package dev.mgx.sandbox.relay;

import org.jspecify.annotations.NullMarked;
