package dev.mgx.store;

/** A version of a file with its content. */
public record ArtifactContent(String filePath, ArtifactVersion version, String content) {}
