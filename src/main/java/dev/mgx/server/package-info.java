/**
 * REST, WebSocket, limits: what clients see.
 *
 * <p>May import: {@code task}, {@code json}, {@code engine}, {@code store}, {@code stream}, {@code workspace}.
 */
@NullMarked
package dev.mgx.server;

import org.jspecify.annotations.NullMarked;
