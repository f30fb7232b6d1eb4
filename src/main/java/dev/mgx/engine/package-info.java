/**
 * Runs workflows durably: steps, receive, deadlines, stop, recovery, shutdown. Knows no model.
 *
 * <p>May import: {@code task}, {@code json}, {@code store}.
 */
@NullMarked
package dev.mgx.engine;

import org.jspecify.annotations.NullMarked;
