package dev.mgx.server.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks Host and Origin: a request must name this server and come from no page, the server's own page, or an allowed
 * origin. Checking {@code Host} defeats DNS rebinding. Immutable.
 */
public final class OriginGuard {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:@/\\s]+)(?::([0-9]{1,5}))?");

    private final Set<String> names;
    private final Set<String> origins;

    public OriginGuard(String host, List<String> corsOrigins) {
        String own = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        names = Set.of("localhost", "127.0.0.1", "[::1]").contains(lower(own))
                ? Set.of("localhost", "127.0.0.1", "[::1]")
                : Set.of("localhost", "127.0.0.1", "[::1]", lower(own));
        Set<String> others = new HashSet<>();
        corsOrigins.forEach(origin -> others.add(lower(origin.strip())));
        origins = Set.copyOf(others);
    }

    /**
     * Admits a request, or rejects it with 400 or 403.
     *
     * @param hosts every {@code Host} header
     * @return the origin that may read the response; empty if the request has none
     */
    Optional<String> admit(List<String> hosts, @Nullable String origin) {
        if (hosts.size() != 1) {
            throw new ProblemException(400, "A request has one Host header");
        }
        String authority = lower(hosts.getFirst());
        Matcher host = AUTHORITY.matcher(authority);
        if (!host.matches() || !names.contains(host.group(1))) {
            throw new ProblemException(403, "The Host header does not name this server");
        }
        if (origin == null) {
            return Optional.empty();
        }
        if (!allowed(lower(origin), authority)) {
            throw new ProblemException(
                    403, "Requests from this origin are not allowed; the setting CORS_ORIGINS allows origins");
        }
        return Optional.of(origin);
    }

    private boolean allowed(String origin, String authority) {
        return origin.equals("http://" + authority)
                || origin.equals("https://" + authority)
                || origins.contains(origin);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
