/**
 * What commands need of a server: REST, watching over the WebSocket, tasks as people name them. Prints nothing.
 */
@NullMarked
package dev.mgx.cli.client;

import org.jspecify.annotations.NullMarked;
