/** WebSockets: sessions, frames, delivery and close codes. */
@NullMarked
package dev.mgx.server.ws;

import org.jspecify.annotations.NullMarked;
