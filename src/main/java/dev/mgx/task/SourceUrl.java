package dev.mgx.task;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the existing project of a task is fetched from: {@code https://git.example.org/team/shop.git#main}.
 *
 * @param repository its address: https, without a user, a query or a fragment
 * @param ref the branch, tag or commit; empty for what the repository names itself
 */
public record SourceUrl(URI repository, String ref) {
    public static final int MAX_LENGTH = 1_000;

    private static final String SCHEME = "https://";
    static final int USUAL_PORT = 443;
    private static final int MAX_PORT = 65_535;

    /** As {@code git check-ref-format} has it, but for what can only be an option or a range; no name begins with a slash. */
    private static final Pattern REF = Pattern.compile("[^-/\\s\\p{Cntrl}~^:?*\\[\\\\][^\\s\\p{Cntrl}~^:?*\\[\\\\]*+");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message is what follows the name of a field, and has nothing of a
     *     user or a password that stands in it
     */
    public static SourceUrl parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "must begin with https:// if it is the address of a repository: no other way to fetch one is taken");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must have at most %,d characters".formatted(MAX_LENGTH));
        }
        String[] parts = text.split("#", 2);
        String authority = parts[0].substring(SCHEME.length()).split("[/?]", 2)[0];
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    "must have no user, password or token in it: the operator of the server puts them into the file of MGX_GIT_CREDENTIALS");
        }
        if (parts[0].contains("?")) {
            throw new IllegalArgumentException("must have no query; a branch, tag or commit stands after #");
        }
        if (parts.length > 1 && !isRef(parts[1])) {
            throw new IllegalArgumentException(
                    "must have the name of a branch or a tag after #, or the 40 digits of a commit");
        }
        return new SourceUrl(address(parts[0]), parts.length > 1 ? parts[1] : "");
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            boolean hasPort = address.getPort() == -1 || (address.getPort() > 0 && address.getPort() <= MAX_PORT);
            if (address.getHost() != null && hasPort && isPath(address.getRawPath())) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below, without the text
        }
        throw new IllegalArgumentException(
                "must be the URL of a repository, such as https://git.example.org/team/shop.git#main");
    }

    /** Whether a path leads somewhere, and by itself: not over others that it only names. */
    private static boolean isPath(String path) {
        String[] segments = path.replaceFirst("/$", "").split("/", -1);
        return segments.length > 1
                && Arrays.stream(segments)
                        .skip(1)
                        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                        .allMatch(segment -> !segment.isEmpty()
                                && !segment.equals(".")
                                && !segment.equals("..")
                                && segment.chars().noneMatch(each -> each == '/' || each == '\\' || each < ' '));
    }

    private static boolean isRef(String text) {
        return REF.matcher(text).matches()
                && !text.contains("..")
                && !text.contains("//")
                && !text.contains("@{")
                && !text.endsWith("/")
                && !text.endsWith(".lock");
    }

    /** The host that an address has; an IPv6 address in brackets. */
    static String host(URI address) {
        return address.getHost().toLowerCase(Locale.ROOT);
    }

    /** The port that an address has, or means. */
    static int port(URI address) {
        return address.getPort() < 0 ? USUAL_PORT : address.getPort();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return ref.isEmpty() ? repository.toString() : repository + "#" + ref;
    }
}
