package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.ForwardProxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the proxy of an endpoint by the settings that many programs of a machine share. {@code NO_PROXY} is read as
 * curl and Go read it: hosts, domains with everything below them, addresses, networks in CIDR notation, perhaps with a port,
 * or {@code *}. This machine itself is never reached through a proxy.
 */
record ProxyChoice(Settings settings) {
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+|.*:.*:.*");

    /**
     * The proxy; null for none.
     *
     * @throws BadSetting when one is set that cannot be used
     */
    @Nullable
    ForwardProxy of(Endpoint endpoint) {
        Setting setting = endpoint.isEncrypted() ? Setting.HTTPS_PROXY : Setting.HTTP_PROXY;
        String proxy = settings.text(setting);
        if (proxy.isEmpty() || endpoint.isLoopback() || isExcepted(endpoint)) {
            return null;
        }
        try {
            return ForwardProxy.of(proxy);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    "%s is no proxy that can be used: %s; set it to a URL like http://proxy.example.org:3128, or NO_PROXY to %s"
                            .formatted(setting.name(), e.getMessage(), endpoint.host()));
        }
    }

    private boolean isExcepted(Endpoint endpoint) {
        return Arrays.stream(settings.text(Setting.NO_PROXY).split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> excepts(entry.toLowerCase(Locale.ROOT), endpoint));
    }

    private static boolean excepts(String entry, Endpoint endpoint) {
        if (entry.equals("*")) {
            return true;
        }
        String host = plain(endpoint.host().toLowerCase(Locale.ROOT));
        if (LITERAL.matcher(host).matches()) {
            return isIn(entry, host)
                    || withPort(entry, endpoint).filter(host::equals).isPresent();
        }
        String domain = withPort(entry, endpoint).orElse("").replaceFirst("^\\*?\\.", "");
        return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
    }

    /** The entry without its port; empty if it is for another port. */
    private static Optional<String> withPort(String entry, Endpoint endpoint) {
        int colon = entry.lastIndexOf(':');
        boolean port = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (!port) {
            return Optional.of(plain(entry));
        }
        int usual = endpoint.isEncrypted() ? 443 : 80;
        int wanted = endpoint.port() < 0 ? usual : endpoint.port();
        return entry.substring(colon + 1).equals(String.valueOf(wanted))
                ? Optional.of(plain(entry.substring(0, colon)))
                : Optional.empty();
    }

    /** An IPv6 address without its brackets. */
    private static String plain(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether the address is in the network. */
    private static boolean isIn(String network, String address) {
        String[] parts = network.split("/", 2);
        try {
            byte[] first = InetAddress.ofLiteral(plain(parts[0])).getAddress();
            byte[] other = InetAddress.ofLiteral(address).getAddress();
            int bits = parts.length > 1 ? Integer.parseInt(parts[1]) : first.length * Byte.SIZE;
            int rest = first.length * Byte.SIZE - bits;
            return first.length == other.length
                    && rest >= 0
                    && new BigInteger(1, first).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
    }
}
