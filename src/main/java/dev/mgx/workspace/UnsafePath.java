package dev.mgx.workspace;

/** A path that is not allowed for a project file; the message says which path and why. */
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
