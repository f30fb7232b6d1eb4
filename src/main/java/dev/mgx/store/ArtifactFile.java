package dev.mgx.store;

import java.time.Instant;

/**
 * A file of a task and its latest version.
 *
 * @param agentRole the author of the latest version, by its API name
 */
public record ArtifactFile(
        String filePath,
        int latestVersion,
        int totalVersions,
        Instant createdAt,
        Instant updatedAt,
        String agentRole) {}
