package dev.mgx.server.origin;

import java.util.List;

/**
 * Who may call besides this machine by its own names.
 *
 * @param corsOrigins origins of other pages that may call, such as {@code http://localhost:3000}
 * @param publicUrls under which URLs people reach the server through a proxy, normalized, such as
 *     {@code https://example.com/mgx/}
 * @param trustedProxies ranges of addresses in CIDR notation whose forwarding headers count
 */
public record OriginPolicy(List<String> corsOrigins, List<String> publicUrls, List<String> trustedProxies) {
    /** Nobody. */
    public static final OriginPolicy NONE = new OriginPolicy(List.of(), List.of(), List.of());

    public OriginPolicy {
        corsOrigins = List.copyOf(corsOrigins);
        publicUrls = List.copyOf(publicUrls);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
