package dev.mgx.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names that lead to this machine in the tests' processes, as in the zone file of a person who runs the server or of one
 * who attacks it. All others are resolved as ever.
 */
public final class LoopbackNames extends InetAddressResolverProvider {
    /** The name of a host whose first address accepts no connection on ports of {@code 127.0.0.1}. */
    public static final String TWO_ADDRESSES = "two.example";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] UNUSED = {127, 0, 0, 77};

    private static final Map<String, List<byte[]>> NAMES = Map.of(
            "mgx.example.com",
            List.of(LOOPBACK),
            "evil.example",
            List.of(LOOPBACK),
            "my_llm",
            List.of(LOOPBACK),
            TWO_ADDRESSES,
            List.of(UNUSED, LOOPBACK));

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver others = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                List<byte[]> known = NAMES.get(host);
                return known == null ? others.lookupByName(host, policy) : addresses(host, known);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return others.lookupByAddress(address);
            }
        };
    }

    private static Stream<InetAddress> addresses(String host, List<byte[]> known) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (byte[] address : known) {
            addresses.add(InetAddress.getByAddress(host, address));
        }
        return addresses.stream();
    }

    @Override
    public String name() {
        return "names of this machine in tests";
    }
}
