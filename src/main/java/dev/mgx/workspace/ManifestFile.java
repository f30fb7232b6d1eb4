package dev.mgx.workspace;

/**
 * The file in which a finished project says about itself what it must do and how it is run and tested. The team
 * keeps it; nobody else changes it.
 */
public final class ManifestFile {
    public static final String PATH = "mgx.json";

    private ManifestFile() {}
}
