package dev.mgx.packages;

import java.util.Optional;

/** Which registry each ecosystem is fetched from. */
@FunctionalInterface
public interface Registries {
    /** The registry; empty if there is none here. May block for seconds at the first call. */
    Optional<Registry> of(Ecosystem ecosystem) throws InterruptedException;
}
