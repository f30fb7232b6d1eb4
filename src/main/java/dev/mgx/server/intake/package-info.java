/**
 * What the server takes on at once: connections, the bytes of bodies and responses, and work that takes long. Knows no
 * request and no route.
 */
@NullMarked
package dev.mgx.server.intake;

import org.jspecify.annotations.NullMarked;
