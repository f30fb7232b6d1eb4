package dev.mgx.team.role;

import java.util.Collection;

/**
 * A program's interface according to its design, without its code: what a tester may know when deciding about a check.
 *
 * @param overview how it works, in short; empty if unknown
 * @param files the purpose and interface of each file; empty if unknown
 */
public record ProgramInterface(String overview, String files) {
    /** The interface of a project whose design is not available. */
    public static final ProgramInterface UNKNOWN = new ProgramInterface("", "");

    public static ProgramInterface of(Design design) {
        Collection<String> paths =
                design.files().stream().map(PlannedFile::path).toList();
        return new ProgramInterface(design.summary(), design.interfaces(paths));
    }
}
