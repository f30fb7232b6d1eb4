package dev.mgx.llm.endpoint;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where models are asked.
 *
 * @param provider whose protocol is spoken there
 * @param baseUrl what the paths of the protocol are put after; http or https, without a slash at its end, and without a query
 * @param query what is added to each request, as Azure's {@code api-version=…}; empty for nothing
 * @param key {@link Secret#NONE} where none is needed
 * @param headers what goes with each request, by name; instead of the protocol's own of the same name
 */
public record Endpoint(Provider provider, URI baseUrl, String query, Secret key, Map<String, Secret> headers) {
    private static final Pattern AZURE_HOST =
            Pattern.compile("(?i)[a-z0-9-]+\\.(?:openai|cognitiveservices|services\\.ai)\\.azure\\.(?:com|us|cn)");
    private static final Pattern AZURE_DEPLOYMENT = Pattern.compile("(/openai)/deployments/([^/]+)$");

    /** The paths at the end of an address that somebody copied whole from a description. */
    private static final Pattern WHOLE_ADDRESS = Pattern.compile("/(?:chat/completions|completions|responses)$");

    /** A host and a port as URIs do not allow them, but container networks do: with underscores. */
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    /** @throws IllegalArgumentException when the base URL is none; its message says what would be one */
    public Endpoint {
        headers = Map.copyOf(headers);
        boolean web = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
        boolean plain =
                baseUrl.getRawUserInfo() == null && baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null;
        if (!web || !plain || hostOf(baseUrl).isEmpty()) {
            throw noBaseUrl();
        }
        String text = baseUrl.toString().replaceFirst("/$", "");
        baseUrl = URI.create(
                provider == Provider.OPENAI ? WHOLE_ADDRESS.matcher(text).replaceFirst("") : text);
    }

    /** An endpoint without headers of its own, and without a query. */
    public Endpoint(Provider provider, URI baseUrl, Secret key) {
        this(provider, baseUrl, "", key, Map.of());
    }

    /** The provider's own address. */
    public static Endpoint home(Provider provider, Secret key) {
        return new Endpoint(provider, provider.baseUrl(), key);
    }

    /**
     * The endpoint at an address as a person gives it, which may have a query.
     *
     * @throws IllegalArgumentException when it is none; its message says what would be one
     */
    public static Endpoint of(Provider provider, String address, Secret key) {
        String[] parts = address.split("\\?", 2);
        URI base;
        try {
            base = URI.create(parts[0]);
        } catch (IllegalArgumentException e) {
            throw noBaseUrl();
        }
        boolean bareAzure = isAzureHost(base) && base.getRawPath().matches("/?");
        return new Endpoint(
                provider,
                bareAzure ? base.resolve("/openai/v1") : base,
                parts.length > 1 ? parts[1] : "",
                key,
                Map.of());
    }

    private static IllegalArgumentException noBaseUrl() {
        return new IllegalArgumentException(
                "a base URL is http://HOST or https://HOST with a port and a path, without a user or a fragment");
    }

    /** The same endpoint, asked with these headers. */
    public Endpoint with(Map<String, Secret> added) {
        return new Endpoint(provider, baseUrl, query, key, added);
    }

    /** The address of this path below the base URL; the path may have a query. */
    public URI at(String path) {
        return withQuery(baseUrl + path);
    }

    private URI withQuery(String address) {
        return URI.create(query.isEmpty() ? address : address + (address.contains("?") ? "&" : "?") + query);
    }

    /** The address of this path below the base URL without the version at its end. */
    public URI atRoot(String path) {
        return withQuery(baseUrl.toString().replaceFirst("/v1$", "") + path);
    }

    /** Its host; an IPv6 address in brackets. */
    public String host() {
        return hostOf(baseUrl);
    }

    /** Its port; -1 for that of the scheme. */
    public int port() {
        Matcher authority = AUTHORITY.matcher(baseUrl.getRawAuthority());
        return baseUrl.getHost() == null && authority.matches() && authority.group(2) != null
                ? Integer.parseInt(authority.group(2))
                : baseUrl.getPort();
    }

    private static String hostOf(URI url) {
        if (url.getHost() != null || url.getRawAuthority() == null) {
            return url.getHost() == null ? "" : url.getHost();
        }
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        return authority.matches() ? authority.group(1) : "";
    }

    public boolean isEncrypted() {
        return "https".equals(baseUrl.getScheme());
    }

    /** Whether this is the provider itself, and not somebody else who speaks its protocol. */
    public boolean atHome() {
        return baseUrl.equals(provider.baseUrl());
    }

    /** Whether it is Azure's OpenAI, which takes its key in another header. */
    public boolean isAzure() {
        return isAzureHost(baseUrl) || deployment().isPresent();
    }

    private static boolean isAzureHost(URI url) {
        return AZURE_HOST.matcher(hostOf(url)).matches();
    }

    /** The one model that is behind this address, where it is Azure's address of a deployment. */
    public Optional<String> deployment() {
        Matcher path = AZURE_DEPLOYMENT.matcher(baseUrl.getRawPath());
        return path.find() ? Optional.of(path.group(2)) : Optional.empty();
    }

    /** The address of this path beside the deployments; below the base URL where it is no deployment. */
    public URI besideDeployments(String path) {
        Matcher deployment = AZURE_DEPLOYMENT.matcher(baseUrl.toString());
        return withQuery((deployment.find() ? deployment.replaceFirst("$1") : baseUrl) + path);
    }

    /** Whether nobody can be charged for a call, because nothing says who asks. */
    public boolean takesNoKey() {
        return key.isEmpty()
                && headers.isEmpty()
                && query.isEmpty()
                && (!atHome() || provider.keySetting().isEmpty());
    }

    /** What it is called where a sentence begins. */
    public String title() {
        return atHome() ? "%s (%s)".formatted(provider.title(), baseUrl.getAuthority()) : "The server at " + baseUrl;
    }

    /** What it is called within a sentence. */
    public String titleWithin() {
        return atHome() ? title() : "the server at " + baseUrl;
    }

    /** {@code text} without what is secret here. */
    public String redact(String text) {
        String redacted = key.redact(text);
        for (Secret header : headers.values()) {
            redacted = header.redactWhole(redacted);
        }
        return redacted;
    }

    /** Whether the key would be readable on its way. */
    public boolean sendsKeyInTheClear() {
        return !key.isEmpty() && !isEncrypted() && !isLoopback();
    }

    /** Whether it is this machine. */
    public boolean isLoopback() {
        String host = host().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("[::1]");
    }
}
