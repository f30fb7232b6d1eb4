package dev.mgx.packages;

import java.util.List;

/** Libraries could not be installed; the message says in a sentence or two which and why. A retry is of no use. */
public final class PackageRefused extends RuntimeException {
    private final List<String> names;

    PackageRefused(String message, List<String> names) {
        super(message);
        this.names = List.copyOf(names);
    }

    /** The libraries that were refused; empty if the reason is another. */
    public List<String> names() {
        return names;
    }
}
