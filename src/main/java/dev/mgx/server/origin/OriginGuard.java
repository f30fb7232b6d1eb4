package dev.mgx.server.origin;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks Host and Origin: a request must name this server and come from no page, the server's own page, or an allowed
 * origin. Checking {@code Host} defeats DNS rebinding; what a proxy says of the name that it was called by is checked
 * besides it, never in its place, because a page can send such headers too. Thread-safe.
 */
public final class OriginGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:@/\\s]+)(?::([0-9]{1,5}))?");

    /** What may be said of a refused request: a URL of a server, as a setting takes it. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");

    private final OriginPolicy policy;
    private final List<PublicUrl> urls;
    private final TrustedProxies proxies;
    private final RejectionLog rejections = new RejectionLog(System::nanoTime);

    /** The names by which the server is called without a proxy. */
    private final Set<String> local;

    private final Set<String> names;
    private final Set<String> origins;

    /** @param host the address that the server listens on */
    public OriginGuard(String host, OriginPolicy policy) {
        this.policy = policy;
        urls = policy.publicUrls().stream().map(PublicUrl::of).toList();
        proxies = new TrustedProxies(policy.trustedProxies());
        String own = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        local = union(LOOPBACK.stream(), Stream.of(lower(own)));
        names = union(local.stream(), urls.stream().map(PublicUrl::host));
        origins = union(
                policy.corsOrigins().stream().map(origin -> lower(origin.strip())),
                urls.stream().map(PublicUrl::origin));
    }

    private static Set<String> union(Stream<String> some, Stream<String> others) {
        return Stream.concat(some, others).collect(Collectors.toUnmodifiableSet());
    }

    /** Decides about a request. */
    public Admission admit(Sender sender) {
        List<String> hosts = sender.headers().getAll("Host");
        if (hosts.size() != 1) {
            return new Admission.Rejected(400, "A request has one Host header");
        }
        Forwarding forwarding = proxies.forwarding(sender);
        String authority = lower(hosts.getFirst());
        Optional<String> unknown = Stream.concat(Stream.of(authority), forwarding.host().stream())
                .filter(each -> !names.contains(host(each)))
                .findFirst();
        if (unknown.isPresent()) {
            return reject(
                    forwarding,
                    "The Host header does not name this server",
                    forName(called(sender, forwarding, unknown.get())));
        }
        String origin = sender.headers().get("Origin");
        if (origin != null && !allows(lower(origin), authority)) {
            return reject(forwarding, "Requests from this origin are not allowed", forOrigin(lower(origin)));
        }
        String base = base(sender, forwarding, authority);
        String path = under(base, sender.path()) ? sender.path().substring(base.length()) : sender.path();
        if (origin == null && FetchSite.isForeign(sender, path)) {
            return reject(
                    forwarding,
                    "Requests from pages of other sites are not allowed",
                    "the setting CORS_ORIGINS allows origins");
        }
        return new Admission.Admitted(Optional.ofNullable(origin), base, path, forwarding.address());
    }

    /** The host of an authority; empty if it is none. */
    private static String host(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        return parts.matches() ? parts.group(1) : "";
    }

    /** The page's own origin is that by which it was loaded, from here or from a proxy, or is listed. */
    private boolean allows(String origin, String authority) {
        return origins.contains(origin)
                || (local.contains(host(authority))
                        && (origin.equals("http://" + authority) || origin.equals("https://" + authority)));
    }

    /**
     * The path of the URL by which the request came. What a proxy removed can no longer be seen: then it is the first
     * URL's, under which the server is reached without a proxy too.
     */
    private String base(Sender sender, Forwarding forwarding, String authority) {
        Optional<String> longest = urls.stream()
                .map(PublicUrl::base)
                .filter(base -> under(base, sender.path()))
                .max(Comparator.comparingInt(String::length));
        String origin = lower(Objects.requireNonNullElse(sender.headers().get("Origin"), ""));
        String name = host(forwarding.host().orElse(authority));
        return longest.or(() -> first(url -> forwarding.prefix().equals(Optional.of(lower(url.base())))))
                .or(() -> first(url -> url.origin().equals(origin)))
                .or(() -> first(url -> url.host().equals(name)))
                .or(() -> first(url -> true))
                .orElse("");
    }

    private Optional<String> first(Predicate<PublicUrl> wanted) {
        return urls.stream().filter(wanted).map(PublicUrl::base).findFirst();
    }

    private static boolean under(String base, String path) {
        return !base.isEmpty() && (path.equals(base) || path.startsWith(base + "/"));
    }

    /**
     * Rejects a request. Its sender is told how to let it in only if it is on this machine.
     *
     * @param remedy may be empty
     */
    private Admission.Rejected reject(Forwarding forwarding, String sentence, String remedy) {
        String full = remedy.isEmpty() ? sentence : sentence + "; " + remedy;
        rejections.add(forwarding.address(), full);
        boolean near =
                forwarding.client().filter(InetAddress::isLoopbackAddress).isPresent();
        return new Admission.Rejected(403, near ? full : sentence);
    }

    private String forName(String origin) {
        return ORIGIN.matcher(origin).matches()
                ? "if people reach it by this name (and path, if it has one), set MGX_PUBLIC_URL=" + publicUrls(origin)
                : "";
    }

    private String forOrigin(String origin) {
        return ORIGIN.matcher(origin).matches()
                ? "if people reach this server there, set MGX_PUBLIC_URL=%s (with its path, if it has one); if it is another page, which may then do everything, CORS_ORIGINS=%s"
                        .formatted(publicUrls(origin), list(policy.corsOrigins(), origin))
                : "the setting CORS_ORIGINS allows origins";
    }

    private String publicUrls(String origin) {
        return list(policy.publicUrls(), origin + "/");
    }

    private static String list(List<String> given, String another) {
        return Stream.concat(given.stream(), Stream.of(another)).collect(Collectors.joining(","));
    }

    /** Where the sender probably called a proxy. It is only said, so that the word of any proxy counts. */
    private static String called(Sender sender, Forwarding forwarding, String authority) {
        MultiMap headers = sender.headers();
        Matcher origin = ORIGIN.matcher(lower(Objects.requireNonNullElse(headers.get("Origin"), "")));
        if (origin.matches() && origin.group(1).equals(host(authority))) {
            return origin.group();
        }
        boolean https = forwarding.https()
                || "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto"))
                || headers.contains("Sec-Fetch-Mode"); // said only where nobody can listen in
        return (https ? "https://" : "http://") + authority;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
