package dev.mgx.server.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Forwarded} header (RFC 7239): for each proxy, the nearest last, its parameters. */
final class ForwardedHeader {
    /** Perhaps one parameter, and what separates it from the next. */
    private static final Pattern PAIR = Pattern.compile(
            "\\G[ \\t]*+(?:([\\w-]++)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;,\"\\s]*+)))?[ \\t]*+([;,]|$)");

    private ForwardedHeader() {}

    /**
     * The elements in their order, parameter names in lower case; none if anything is malformed.
     *
     * @param lines every header of this name
     */
    static List<Map<String, String>> parse(List<String> lines) {
        List<Map<String, String>> elements = new ArrayList<>();
        for (String line : lines) {
            Map<String, String> element = new HashMap<>();
            Matcher pair = PAIR.matcher(line);
            int end = 0;
            while (end < line.length() && pair.find()) {
                end = pair.end();
                if (pair.group(1) != null) {
                    String quoted = pair.group(2);
                    element.put(
                            pair.group(1).toLowerCase(Locale.ROOT),
                            quoted == null ? pair.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
                }
                if (",".equals(pair.group(4))) {
                    elements.add(element);
                    element = new HashMap<>();
                }
            }
            if (end < line.length()) {
                return List.of();
            }
            elements.add(element);
        }
        return elements;
    }
}
