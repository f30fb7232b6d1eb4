package dev.mgx.config;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Parses a list of origins of web pages: separated by commas or spaces, or a JSON array of strings. Each is
 * normalized to the form of the {@code Origin} header: lower case and without the scheme's default port (RFC 6454,
 * 6.2).
 */
final class OriginList {
    static final String DESCRIPTION = "origins like http://localhost:5173, which have a scheme (http or https), a host,"
            + " perhaps a port and no path, separated by commas or blanks, or in a JSON array";

    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]*:[0-9a-f:.]*])(:([0-9]{1,5}))?");

    private OriginList() {}

    /** @throws IllegalArgumentException when an entry is not an origin */
    static List<String> parse(String value) {
        return entries(value.strip()).stream()
                .map(entry -> origin(entry.toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    /** The entries as they were written. */
    static List<String> entries(String value) {
        if (!value.startsWith("[")) {
            return Arrays.stream(value.split("[,\\s]+", -1))
                    .filter(entry -> !entry.isEmpty())
                    .toList();
        }
        List<String> entries = new ArrayList<>();
        try {
            for (JsonNode entry : Json.readTree(value)) {
                // An entry that is not a string is refused below.
                entries.add(entry.isString() ? entry.stringValue() : entry.toString());
            }
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("a list that is not JSON", e);
        }
        return entries;
    }

    /** @param entry in lower case */
    static String origin(String entry) {
        Matcher parts = ORIGIN.matcher(entry);
        if (!parts.matches()) {
            throw new IllegalArgumentException("%s is no origin".formatted(entry));
        }
        String site = parts.group(1) + "://" + parts.group(2);
        if (parts.group(5) == null) {
            return site;
        }
        int port = Integer.parseInt(parts.group(5));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("%s has no port from 1 to 65535".formatted(entry));
        }
        return port == (parts.group(1).equals("http") ? 80 : 443) ? site : site + ":" + port;
    }
}
