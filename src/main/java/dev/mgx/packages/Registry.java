package dev.mgx.packages;

import java.net.ProxySelector;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the packages of an ecosystem are fetched from.
 *
 * @param base with a slash at its end
 * @param authorization the value of the header with which this registry, and no other host, is asked; null for none
 * @param tls whom to trust; null for whom Java trusts
 * @param proxy through which it is reached; null for none
 * @param elsewhere the scopes that have registries of their own, so that their packages are not looked for in this one
 */
public record Registry(
        URI base,
        @Nullable String authorization,
        @Nullable SSLContext tls,
        @Nullable ProxySelector proxy,
        Set<String> elsewhere) {
    public Registry {
        elsewhere = Set.copyOf(elsewhere);
        if (!base.isAbsolute() || base.getHost() == null || !base.getPath().endsWith("/")) {
            throw new IllegalArgumentException("not the address of a registry");
        }
    }

    /** One that is reached directly, and has every scope. */
    public Registry(URI base, @Nullable String authorization, @Nullable SSLContext tls) {
        this(base, authorization, tls, null, Set.of());
    }

    /** Whether a package is in a scope that has a registry of its own. */
    boolean isElsewhere(String name) {
        return elsewhere.contains(name.split("/", 2)[0]);
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
