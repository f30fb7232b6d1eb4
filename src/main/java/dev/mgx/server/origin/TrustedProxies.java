package dev.mgx.server.origin;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies whose word counts. From anybody else {@code X-Forwarded-*} and {@code Forwarded} are text that a client may
 * write as it likes. Where a request has both, the former count. Immutable.
 */
final class TrustedProxies {
    /** An address as proxies write it: an IPv6 address may be in brackets, and a port may follow. */
    private static final Pattern NODE = Pattern.compile(
            "\\[([0-9a-fA-F:.]+)](?::\\d+)?|(\\d+(?:\\.\\d+){3})(?::\\d+)?|((?=[0-9a-fA-F.]*+:)[0-9a-fA-F:.]++)");

    private final List<IpSubnetFilterRule> ranges;

    /** @param ranges in CIDR notation */
    TrustedProxies(List<String> ranges) {
        this.ranges = ranges.stream().map(TrustedProxies::rule).toList();
    }

    private static IpSubnetFilterRule rule(String range) {
        String[] parts = range.split("/", 2);
        return new IpSubnetFilterRule(
                InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]), IpFilterRuleType.ACCEPT);
    }

    private boolean trust(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    /** What they say of this request. */
    Forwarding forwarding(Sender sender) {
        if (!trust(sender.peer())) {
            return Forwarding.none(sender.peer());
        }
        MultiMap headers = sender.headers();
        List<Map<String, String>> forwarded = ForwardedHeader.parse(headers.getAll("Forwarded"));
        List<String> senders = list(headers, "X-Forwarded-For");
        return new Forwarding(
                client(sender.peer(), senders.isEmpty() ? all(forwarded, "for") : senders),
                nearest(headers, "X-Forwarded-Host", all(forwarded, "host")),
                nearest(headers, "X-Forwarded-Proto", all(forwarded, "proto")).equals(Optional.of("https")),
                nearest(headers, "X-Forwarded-Prefix", List.of()).map(prefix -> prefix.replaceFirst("/$", "")));
    }

    /** Goes back from proxy to proxy as long as the one that says from where is trusted. */
    private Optional<InetAddress> client(InetAddress peer, List<String> senders) {
        Optional<InetAddress> client = Optional.of(peer);
        for (String each : senders.reversed()) {
            if (client.isEmpty() || !trust(client.get())) {
                return client;
            }
            client = address(each);
        }
        return client;
    }

    private static Optional<InetAddress> address(String node) {
        Matcher parts = NODE.matcher(node);
        if (!parts.matches()) {
            return Optional.empty(); // unknown, or a name that a proxy has made up
        }
        return Stream.of(parts.group(1), parts.group(2), parts.group(3))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .flatMap(TrustedProxies::literal);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> nearest(MultiMap headers, String name, List<String> otherwise) {
        List<String> values = list(headers, name);
        List<String> all = values.isEmpty() ? otherwise : values;
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().toLowerCase(Locale.ROOT));
    }

    private static List<String> all(List<Map<String, String>> forwarded, String parameter) {
        return forwarded.stream()
                .flatMap(element -> Stream.ofNullable(element.get(parameter)))
                .toList();
    }

    private static List<String> list(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
