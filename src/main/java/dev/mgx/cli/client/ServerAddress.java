package dev.mgx.cli.client;

import dev.mgx.config.ShownUrl;
import java.net.URI;
import java.util.Locale;

/** The address of a server as a person types it. */
public final class ServerAddress {
    private ServerAddress() {}

    /**
     * Parses {@code http://host:port} or just {@code host:port}, perhaps with a user and a path. A query would be sent to
     * nobody, and shown with every message.
     *
     * @throws IllegalArgumentException if it is not a server address; the message has no user
     */
    public static URI of(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        String wrong =
                "'%s' is not a server address; it should look like http://127.0.0.1:8000 or https://user:password@example.com/mgx, with %%XX for what is no letter or digit in a password, and without a query"
                        .formatted(ShownUrl.of(text));
        try {
            URI address = URI.create(full);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && !address.isOpaque()
                    && !address.getRawPath().contains("@"); // the rest of a password with a slash in it
            if (address.getHost() == null || !plain || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new IllegalArgumentException(wrong);
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }
}
