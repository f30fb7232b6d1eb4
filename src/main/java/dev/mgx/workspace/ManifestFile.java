package dev.mgx.workspace;

/** The file of a finished project that records its requirements and how to run and test it. Only the team writes it. */
public final class ManifestFile {
    public static final String PATH = "mgx.json";

    private ManifestFile() {}
}
