package dev.mgx.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a list of addresses of proxies, or of ranges of them in CIDR notation (RFC 4632): separated by commas or
 * spaces. Each becomes a range, an address one of its own.
 */
final class ProxyList {
    static final String DESCRIPTION =
            "IP addresses or ranges like 127.0.0.1, 10.0.0.0/8 or fd00::/8, separated by commas";

    private static final Pattern RANGE =
            Pattern.compile("([0-9.]{7,15}|(?=[0-9a-fA-F.]*+:)[0-9a-fA-F:.]++)(?:/([0-9]{1,3}))?");

    private static final int BITS_PER_BYTE = 8;

    private ProxyList() {}

    /** @throws IllegalArgumentException when an entry is neither an address nor a range */
    static List<String> parse(String value) {
        return Arrays.stream(value.split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .map(ProxyList::range)
                .distinct()
                .toList();
    }

    private static String range(String entry) {
        Matcher parts = RANGE.matcher(entry);
        if (!parts.matches()) {
            throw new IllegalArgumentException("%s is no IP address".formatted(entry));
        }
        InetAddress address = InetAddress.ofLiteral(parts.group(1));
        int most = address.getAddress().length * BITS_PER_BYTE;
        int bits = parts.group(2) == null ? most : Integer.parseInt(parts.group(2));
        if (bits > most) {
            throw new IllegalArgumentException("%s has more than %d bits".formatted(entry, most));
        }
        return address.getHostAddress() + "/" + bits;
    }
}
