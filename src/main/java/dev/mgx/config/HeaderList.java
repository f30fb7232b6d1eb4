package dev.mgx.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses headers as people write them: {@code Name: value} or {@code Name=value}, several of them separated by line breaks,
 * semicolons or commas. A separator counts where another header begins after it, written as the first one is; so a value may
 * have commas, semicolons and URLs.
 */
final class HeaderList {
    static final String DESCRIPTION =
            "headers like 'X-Team: blue; X-Title: MGX', in printable ASCII, none of which belongs to the connection or the body";

    /** A token of RFC 9110, 5.6.2. */
    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final Pattern BETWEEN_COLONS = Pattern.compile("[\\n;,]\\h*+(?=" + NAME + "\\h*+:(?!//))");
    private static final Pattern BETWEEN_EQUALS = Pattern.compile("[\\n;,]\\h*+(?=" + NAME + "\\h*+=)");

    /** What the connection and the body need themselves. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderList() {}

    /**
     * The headers by their names, in order.
     *
     * @throws IllegalArgumentException when an entry is no header; the message does not show it, for it may be secret
     */
    static Map<String, String> parse(String value) {
        Map<String, String> headers = new LinkedHashMap<>();
        String text = value.strip();
        boolean colons = text.matches("(?s)" + NAME + "\\s*:.*");
        for (String entry : entries(text, colons ? BETWEEN_COLONS : BETWEEN_EQUALS)) {
            int end = entry.indexOf(colons ? ':' : '=');
            String name = end < 0 ? "" : entry.substring(0, end).strip();
            String content = entry.substring(end + 1).strip();
            boolean printable = content.chars().allMatch(c -> c >= ' ' && c < 0x7f);
            if (!name.matches(NAME) || OURS.contains(name.toLowerCase(Locale.ROOT)) || !printable) {
                throw new IllegalArgumentException("is no header that may be set");
            }
            headers.put(name, content);
        }
        return headers;
    }

    private static List<String> entries(String text, Pattern between) {
        return Arrays.stream(between.split(text, -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
