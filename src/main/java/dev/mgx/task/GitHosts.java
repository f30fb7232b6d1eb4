package dev.mgx.task;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * From where existing projects may be fetched, as the operator allows it.
 *
 * @param allowed none: from nowhere
 */
public record GitHosts(List<Place> allowed) {
    public static final GitHosts NONE = new GitHosts(List.of());

    private static final Pattern PLACE =
            Pattern.compile("([a-z0-9._-]++|\\[[0-9a-f:.]++])(?::([0-9]{1,5}))?(/\\S*+)?", Pattern.CASE_INSENSITIVE);

    /**
     * A host, a port of it, and perhaps only what lies below a path.
     *
     * @param path without a slash at its end; empty for everything
     */
    public record Place(String host, int port, String path) {
        /**
         * Reads {@code host}, {@code host:port} or either with {@code /path}.
         *
         * @throws IllegalArgumentException if it is none
         */
        static Place of(String text) {
            Matcher parts = PLACE.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("%s is no host".formatted(text));
            }
            int port = parts.group(2) == null ? SourceUrl.USUAL_PORT : Integer.parseInt(parts.group(2));
            String path = parts.group(3) == null ? "" : parts.group(3).replaceFirst("/$", "");
            return new Place(parts.group(1).toLowerCase(Locale.ROOT), port, path);
        }

        private boolean has(URI address) {
            String other = address.getRawPath();
            return host.equals(SourceUrl.host(address))
                    && port == SourceUrl.port(address)
                    && (path.isEmpty() || other.equals(path) || other.startsWith(path + "/"));
        }

        @Override
        public String toString() {
            return host + (port == SourceUrl.USUAL_PORT ? "" : ":" + port) + path;
        }
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if an entry is no place
     */
    public static GitHosts of(List<String> entries) {
        return new GitHosts(entries.stream().map(Place::of).toList());
    }

    /** Whether this may be asked; it is https. */
    public boolean allows(URI address) {
        return "https".equals(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && allowed.stream().anyMatch(place -> place.has(address));
    }

    /** Why nothing is fetched from there, as what follows the name of a field; empty if it may be. */
    public Optional<String> refusal(SourceUrl source) {
        if (allows(source.repository())) {
            return Optional.empty();
        }
        String host = source.repository().getAuthority();
        return Optional.of(
                allowed.isEmpty()
                        ? "names a repository on %s, but this server fetches none: its operator allows hosts with MGX_GIT_HOSTS; upload works always"
                                .formatted(host)
                        : "names a repository on %s, but this server fetches from %s only: its operator allows others with MGX_GIT_HOSTS"
                                .formatted(
                                        host,
                                        allowed.stream().map(Place::toString).collect(Collectors.joining(", "))));
    }
}
