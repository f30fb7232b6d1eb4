package dev.mgx.store;

import java.time.Instant;

/**
 * A file of a task and its latest version.
 *
 * @param agentRole who wrote the latest version, by the name on the wire
 */
public record ArtifactFile(
        String filePath,
        int latestVersion,
        int totalVersions,
        Instant createdAt,
        Instant updatedAt,
        String agentRole) {}
