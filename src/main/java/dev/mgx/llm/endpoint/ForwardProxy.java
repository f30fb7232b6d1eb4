package dev.mgx.llm.endpoint;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy through which servers are reached: by {@code CONNECT} where they are encrypted.
 *
 * @param authorization how we say who we are, as the value of a header; {@link Secret#NONE} if we need not
 */
public record ForwardProxy(String host, int port, Secret authorization) {
    private static final int USUAL_PORT = 80;

    /**
     * The proxy at an address like {@code http://user:password@proxy.example.org:3128}; the scheme may be missing.
     *
     * @throws IllegalArgumentException when it is none; the message does not show it, for it may have a password
     */
    public static ForwardProxy of(String address) {
        URI url;
        try {
            url = URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no URL", e);
        }
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException(
                    "only proxies over http:// are supported, and not over %s://".formatted(url.getScheme()));
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("it has no host");
        }
        return new ForwardProxy(
                url.getHost(), url.getPort() < 0 ? USUAL_PORT : url.getPort(), authorization(url.getRawUserInfo()));
    }

    private static Secret authorization(@Nullable String userInfo) {
        if (userInfo == null) {
            return Secret.NONE;
        }
        String user = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        String credentials = user.contains(":") ? user : user + ":";
        return Secret.ofHeader(
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** Chooses this proxy for every address. */
    public ProxySelector selector() {
        return ProxySelector.of(InetSocketAddress.createUnresolved(host, port));
    }

    /** Its address without the password. */
    @Override
    public String toString() {
        return "http://%s:%d".formatted(host, port);
    }
}
