/** The client of a server: REST calls, watching over the WebSocket, lookup of tasks by ID prefix. Prints nothing. */
@NullMarked
package dev.mgx.cli.client;

import org.jspecify.annotations.NullMarked;
