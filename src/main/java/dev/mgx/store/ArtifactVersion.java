package dev.mgx.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file, without its text.
 *
 * @param version 1, 2, … for the path, across runs
 * @param agentRole its author, by its API name; null for the existing project that the task changes
 * @param contentLength bytes of UTF-8
 */
public record ArtifactVersion(
        int version, String artifactId, @Nullable String agentRole, Instant createdAt, int contentLength) {}
