package dev.mgx.server.origin;

import java.net.URI;

/**
 * A URL under which people reach the server.
 *
 * @param origin as in the {@code Origin} header
 * @param host without a port, in brackets if it is an IPv6 address
 * @param base the path without the slash at its end: empty, or like {@code /mgx}
 */
record PublicUrl(String origin, String host, String base) {
    /** @param url normalized, with a slash at its end */
    static PublicUrl of(String url) {
        URI parsed = URI.create(url);
        String path = parsed.getRawPath();
        return new PublicUrl(
                parsed.getScheme() + "://" + parsed.getRawAuthority(),
                parsed.getRawAuthority().replaceFirst(":[0-9]+$", ""),
                path.substring(0, path.length() - 1));
    }
}
