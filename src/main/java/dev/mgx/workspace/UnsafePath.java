package dev.mgx.workspace;

/** A path that may not name a project file; the message says which and why, in one sentence. */
public final class UnsafePath extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsafePath(String path, String why) {
        super("\"%s\" cannot be a project file: %s".formatted(shown(path), why));
    }

    private static String shown(String path) {
        String printable = path.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SafePath.MAX_LENGTH ? printable : printable.substring(0, 60) + "…";
    }
}
