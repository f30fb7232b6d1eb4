package dev.mgx.packages;

/** Libraries could not be installed; the message says in a sentence or two which and why. A retry is of no use. */
public final class PackageRefused extends RuntimeException {
    PackageRefused(String message) {
        super(message);
    }
}
