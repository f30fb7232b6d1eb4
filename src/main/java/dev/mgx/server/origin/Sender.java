package dev.mgx.server.origin;

import io.vertx.core.MultiMap;
import java.net.InetAddress;

/**
 * What a request says of who sends it; nothing of it is checked yet.
 *
 * @param path as it was sent
 * @param peer the other end of the connection
 */
public record Sender(String method, String path, MultiMap headers, InetAddress peer) {}
