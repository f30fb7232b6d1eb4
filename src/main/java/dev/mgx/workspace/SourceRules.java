package dev.mgx.workspace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files of an existing project are taken, by their names and sizes, and what is said of the others. For one project;
 * not thread-safe.
 */
final class SourceRules {
    /** A larger file is left out: no team reads it. */
    private static final int LARGEST_FILE = 8 * 1024 * 1024;

    /** How many sentences about what is left out are kept. */
    private static final int MAX_SENTENCES = 100;

    private final List<String> leftOut = new ArrayList<>();
    private final Set<String> folded = new HashSet<>();
    private int omitted;

    /** Whether a file is taken; if not, it is left out, and that is said. */
    boolean take(String path, long bytes) {
        Optional<String> flaw = flaw(path, bytes);
        flaw.ifPresent(why -> leaveOut(path, why));
        return flaw.isEmpty();
    }

    private Optional<String> flaw(String path, long bytes) {
        Optional<String> flaw = SafePath.flaw(path);
        if (flaw.isPresent()) {
            return flaw;
        }
        if (path.equals(ManifestFile.PATH)) {
            return Optional.of("the team keeps its own notes under this name");
        }
        if (bytes > LARGEST_FILE) {
            return Optional.of("it has more than %,d bytes".formatted(LARGEST_FILE));
        }
        return folded.add(SafePath.folded(path))
                ? Optional.empty()
                : Optional.of("its name differs from another one only by case");
    }

    void leaveOut(String path, String why) {
        omitted++;
        if (leftOut.size() < MAX_SENTENCES) {
            leftOut.add("%s is left out: %s".formatted(SafePath.shown(path), why));
        }
    }

    /** What is not taken and why, a sentence each; of many the first ones. */
    List<String> leftOut() {
        List<String> sentences = new ArrayList<>(leftOut);
        if (omitted > leftOut.size()) {
            sentences.add("%,d more files are left out".formatted(omitted - leftOut.size()));
        }
        return sentences;
    }

    /** Why these files, which were all taken, are no project; empty if they are one. */
    Optional<String> flaw(List<String> taken) {
        if (taken.isEmpty()) {
            return Optional.of("has no file that can be taken" + (leftOut.isEmpty() ? "" : ": " + leftOut.getFirst()));
        }
        for (String each : taken) {
            String path = SafePath.folded(each);
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (folded.contains(path.substring(0, slash))) {
                    return Optional.of(
                            "has a file and a folder named %s".formatted(SafePath.shown(each.substring(0, slash))));
                }
            }
        }
        return Optional.empty();
    }
}
