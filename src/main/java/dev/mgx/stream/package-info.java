/**
 * Shared tails of recorded events and the cursors that watch them.
 *
 * <p>May import: {@code task}, {@code json}, {@code store}.
 */
@NullMarked
package dev.mgx.stream;

import org.jspecify.annotations.NullMarked;
