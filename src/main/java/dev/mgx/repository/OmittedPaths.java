package dev.mgx.repository;

import dev.mgx.workspace.SafePath;
import dev.mgx.workspace.UnsafePath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Paths that are no part of a source, and why: counted all, named a few. */
final class OmittedPaths {
    private static final int NAMED = 5;

    /** Why something is left out; first of one, then of several. */
    enum Reason {
        LINK("is a link, which is not followed", "are links, which are not followed"),
        SUBMODULE("is a submodule; only its commit is here", "are submodules; only their commits are here"),
        LFS("is kept by Git LFS; only a pointer to it is here", "are kept by Git LFS; only pointers to them are here"),
        TOO_LONG("is longer than a file may be", "are longer than a file may be"),
        UNSAFE("", ""),
        NOT_UTF8("has a name that is not UTF-8", "have names that are not UTF-8"),
        UNNAMEABLE(
                "has a name that this locale cannot spell, so its changes are not known; LANG=C.UTF-8 can",
                "have names that this locale cannot spell, so their changes are not known; LANG=C.UTF-8 can"),
        NO_FILE("is neither a file nor a folder", "are neither files nor folders"),
        UNREADABLE("may not be read by this user", "may not be read by this user"),
        REPOSITORY("is a repository of its own", "are repositories of their own"),
        FILTERED(
                "goes through a filter of Git, which is not run, so its changes are not known",
                "go through a filter of Git, which is not run, so their changes are not known");

        private final String one;
        private final String several;

        Reason(String one, String several) {
            this.one = one;
            this.several = several;
        }
    }

    private static final class Paths {
        private final List<String> named = new ArrayList<>();
        private int count;

        void add(String path) {
            count++;
            if (named.size() < NAMED) {
                named.add(path);
            }
        }
    }

    private final Map<Reason, Paths> byReason = new EnumMap<>(Reason.class);

    void add(Reason reason, String path) {
        byReason.computeIfAbsent(reason, each -> new Paths()).add(path);
    }

    /** A sentence for each reason, and for each of the names that are not safe. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        byReason.forEach((reason, paths) -> {
            if (reason == Reason.UNSAFE) {
                paths.named.forEach(
                        path -> UnsafePath.sentence(path).ifPresent(each -> sentences.add("Left out: " + each)));
                more(paths).ifPresent(each -> sentences.add("Left out: %s with names like these".formatted(each)));
            } else {
                sentences.add("Left out: " + named(paths) + " " + (paths.count == 1 ? reason.one : reason.several));
            }
        });
        return sentences;
    }

    /** Some paths for a sentence. */
    static String named(List<String> paths) {
        Paths all = new Paths();
        paths.forEach(all::add);
        return named(all);
    }

    private static String named(Paths paths) {
        String names = paths.named.stream().map(OmittedPaths::shown).collect(Collectors.joining(", "));
        return more(paths).map(more -> names + " and " + more).orElse(names);
    }

    private static Optional<String> more(Paths paths) {
        int more = paths.count - paths.named.size();
        return more == 0 ? Optional.empty() : Optional.of("%,d more".formatted(more));
    }

    private static String shown(String path) {
        String shown = SafePath.shown(path);
        return shown.length() <= SafePath.MAX_LENGTH ? shown : shown.substring(0, 60) + "…";
    }
}
