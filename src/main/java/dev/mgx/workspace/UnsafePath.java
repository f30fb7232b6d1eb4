package dev.mgx.workspace;

import java.util.Optional;

/** A path that is not allowed for a project file; the message says which path and why. */
public final class UnsafePath extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsafePath(String path, String why) {
        super(sentence(path, why));
    }

    /** The sentence about a path that is not allowed; empty if it is allowed. */
    public static Optional<String> sentence(String path) {
        return SafePath.flaw(path).map(why -> sentence(path, why));
    }

    private static String sentence(String path, String why) {
        return "\"%s\" cannot be a project file: %s".formatted(shown(path), why);
    }

    private static String shown(String path) {
        String printable = SafePath.shown(path);
        return printable.length() <= SafePath.MAX_LENGTH ? printable : printable.substring(0, 60) + "…";
    }
}
