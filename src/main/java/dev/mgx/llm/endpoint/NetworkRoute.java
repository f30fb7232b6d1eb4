package dev.mgx.llm.endpoint;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How connections to models are made.
 *
 * @param timeout how long a connection may take to be accepted, by each address of a host
 * @param proxy null for none
 * @param tls whom to trust; null for the authorities that Java knows
 */
public record NetworkRoute(
        Duration timeout,
        @Nullable ForwardProxy proxy,
        @Nullable SSLContext tls) {
    /** Without a proxy, and trusting whom Java trusts. */
    public static NetworkRoute direct(Duration timeout) {
        return new NetworkRoute(timeout, null, null);
    }
}
