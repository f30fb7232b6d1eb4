package dev.mgx.llm.http;

import java.net.URI;

/**
 * Where models are asked.
 *
 * @param provider whose protocol is spoken there
 * @param baseUrl what the paths of the protocol are put after; http or https, without a slash at its end
 * @param key {@link Secret#NONE} where none is needed
 */
public record Endpoint(Provider provider, URI baseUrl, Secret key) {
    public Endpoint {
        boolean web = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
        boolean plain =
                baseUrl.getRawUserInfo() == null && baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null;
        if (!web || baseUrl.getHost() == null || !plain) {
            throw new IllegalArgumentException(
                    "a base URL is http://HOST or https://HOST with a port and a path, without a user, a query or a fragment");
        }
        String text = baseUrl.toString();
        baseUrl = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
    }

    /** The provider's own address. */
    public static Endpoint home(Provider provider, Secret key) {
        return new Endpoint(provider, provider.baseUrl(), key);
    }

    /** Whether this is the provider itself, and not somebody else who speaks its protocol. */
    public boolean atHome() {
        return baseUrl.equals(provider.baseUrl());
    }

    /** Whether nobody can be charged for a call, because no key says who asks. */
    public boolean takesNoKey() {
        return key.isEmpty() && (!atHome() || provider.keySetting().isEmpty());
    }

    /** What it is called where a sentence begins. */
    public String title() {
        return atHome() ? "%s (%s)".formatted(provider.title(), baseUrl.getAuthority()) : "The server at " + baseUrl;
    }

    /** What it is called within a sentence. */
    public String titleWithin() {
        return atHome() ? title() : "the server at " + baseUrl;
    }

    /** Whether the key would be readable on its way. */
    public boolean sendsKeyInTheClear() {
        return !key.isEmpty() && "http".equals(baseUrl.getScheme()) && !loopback();
    }

    private boolean loopback() {
        String host = baseUrl.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
