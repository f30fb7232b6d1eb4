package dev.mgx.packages;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The proxy that a tool of the operator's is set to use, but for some hosts. Immutable. */
final class ToolProxy extends ProxySelector {
    private final InetSocketAddress address;
    private final List<String> except;

    /** @param except hosts and domains that are reached without it, also as {@code .example.org} and {@code *.example.org} */
    ToolProxy(String host, int port, List<String> except) {
        address = InetSocketAddress.createUnresolved(host, port);
        this.except = except.stream()
                .map(each -> each.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.?", ""))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * A proxy as tools name it; empty for none.
     *
     * @param text {@code http://host:port} or {@code host:port}
     * @throws IllegalArgumentException if it cannot be used; the message has no password
     */
    static Optional<ToolProxy> of(String text, List<String> except) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI uri = OperatorRegistries.address(text.contains("://") ? text : "http://" + text);
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the proxy wants a name and a password, which this server does not send; set one without them");
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("the proxy is no address like http://proxy.example.org:3128");
        }
        return Optional.of(new ToolProxy(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), except));
    }

    @Override
    public List<Proxy> select(URI target) {
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        boolean direct = except.stream().anyMatch(each -> host.equals(each) || host.endsWith("." + each));
        return List.of(direct ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // the request fails, and says so
    }
}
