package dev.mgx.packages;

import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the packages of an ecosystem are fetched from.
 *
 * @param base with a slash at its end
 * @param authorization the value of the header with which this registry, and no other host, is asked; null for none
 * @param tls whom to trust; null for whom Java trusts
 */
public record Registry(
        URI base, @Nullable String authorization, @Nullable SSLContext tls) {
    public Registry {
        if (!base.isAbsolute() || base.getHost() == null || !base.getPath().endsWith("/")) {
            throw new IllegalArgumentException("not the address of a registry");
        }
    }

    /** Whether an address is on its host, so that it may be told who asks. */
    boolean isHome(URI address) {
        return base.getScheme().equals(address.getScheme())
                && base.getHost().equals(address.getHost())
                && base.getPort() == address.getPort();
    }

    /** Without who asks. */
    @Override
    public String toString() {
        return base.getHost();
    }
}
