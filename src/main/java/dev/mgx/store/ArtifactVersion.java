package dev.mgx.store;

import java.time.Instant;

/**
 * One version of a file, without its text.
 *
 * @param version 1, 2, … for the path, across runs
 * @param agentRole its author, by its API name
 * @param contentLength bytes of UTF-8
 */
public record ArtifactVersion(int version, String artifactId, String agentRole, Instant createdAt, int contentLength) {}
