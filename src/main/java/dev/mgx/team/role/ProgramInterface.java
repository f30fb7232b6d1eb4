package dev.mgx.team.role;

import java.util.Collection;

/**
 * How a program is called, as its design says and without its code: what a tester may know who decides about a check.
 *
 * @param overview how it works, in short; empty where nobody knows any more
 * @param files what each file is for and provides; the same
 */
public record ProgramInterface(String overview, String files) {
    /** Of a project whose design is not at hand. */
    public static final ProgramInterface UNKNOWN = new ProgramInterface("", "");

    public static ProgramInterface of(Design design) {
        Collection<String> paths =
                design.files().stream().map(PlannedFile::path).toList();
        return new ProgramInterface(design.summary(), design.interfaces(paths));
    }
}
