/**
 * A server, over HTTP and its WebSocket: calls, and watching to the end through any number of cuts. Prints nothing; needs the
 * JDK, {@code json} and the words of {@code task} only, and is packed on its own as {@code mgx-client.jar}.
 */
@NullMarked
package dev.mgx.client;

import org.jspecify.annotations.NullMarked;
