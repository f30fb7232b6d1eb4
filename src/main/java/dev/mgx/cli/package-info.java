/**
 * The commands of {@code ./mgx}; they talk to a server over HTTP.
 *
 * <p>May import: {@code task}, {@code json}.
 */
@NullMarked
package dev.mgx.cli;

import org.jspecify.annotations.NullMarked;
