package dev.mgx.store;

/** One version of a file with its text. */
public record ArtifactContent(String filePath, ArtifactVersion version, String content) {}
