package dev.mgx.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which packages an installation asked for and did not get, and why. Thread-safe. */
final class RefusedPackages {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** @param reason follows the name in a sentence */
    synchronized void add(String name, String reason) {
        reasons.putIfAbsent(name, reason);
    }

    /** One that could not be fetched; not if nobody waits for it any more, which is no fault of the registry. */
    void addUnfetched(String name, IOException failure) {
        if (!(failure.getCause() instanceof InterruptedException)) {
            add(name, "could not be fetched: " + failure.getMessage());
        }
    }

    /** A sentence on each. */
    synchronized List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        reasons.forEach((name, reason) -> sentences.add("%s %s.".formatted(name, reason)));
        return sentences;
    }
}
