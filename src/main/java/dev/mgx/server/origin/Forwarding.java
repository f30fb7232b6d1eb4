package dev.mgx.server.origin;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What trusted proxies say of the request that they pass on.
 *
 * @param client the first sender that is no trusted proxy; empty if its address is not told
 * @param host the {@code Host} that the nearest proxy was called by, in lower case
 * @param https whether it was called by HTTPS
 * @param prefix the path that it has removed
 */
record Forwarding(Optional<InetAddress> client, Optional<String> host, boolean https, Optional<String> prefix) {
    /** Of a request that no trusted proxy passes on. */
    static Forwarding none(InetAddress peer) {
        return new Forwarding(Optional.of(peer), Optional.empty(), false, Optional.empty());
    }

    /** The client's address, for people. */
    String address() {
        return client.map(InetAddress::getHostAddress).orElse("an unknown address");
    }
}
