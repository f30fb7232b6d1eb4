package dev.mgx.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a list of URLs under which the server is reached: separated by commas or spaces, or a JSON array of strings.
 * Each is normalized: its origin as in the {@code Origin} header, its path with a slash at the end.
 */
final class PublicUrlList {
    static final String DESCRIPTION =
            "URLs like https://mgx.example.com/ or https://example.com/mgx/, which have a scheme"
                    + " (http or https), a host, perhaps a port and a path, and no user or query, separated by commas";

    private static final Pattern URL = Pattern.compile("([a-zA-Z]+://[^/?#]*)((?:/[A-Za-z0-9._~-]+)*)/?");

    private PublicUrlList() {}

    /** @throws IllegalArgumentException when an entry is not such a URL */
    static List<String> parse(String value) {
        return OriginList.entries(value.strip()).stream()
                .map(PublicUrlList::url)
                .distinct()
                .toList();
    }

    private static String url(String entry) {
        Matcher parts = URL.matcher(entry);
        if (!parts.matches() || (parts.group(2) + "/").matches(".*/\\.{1,2}/.*")) {
            throw new IllegalArgumentException("%s is no URL of a server".formatted(entry));
        }
        return OriginList.origin(parts.group(1).toLowerCase(Locale.ROOT)) + parts.group(2) + "/";
    }
}
