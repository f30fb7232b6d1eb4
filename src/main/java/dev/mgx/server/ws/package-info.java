/**
 * The WebSocket: its handshake, sessions, frames and close codes.
 */
@NullMarked
package dev.mgx.server.ws;

import org.jspecify.annotations.NullMarked;
