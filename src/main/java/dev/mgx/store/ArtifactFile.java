package dev.mgx.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of a task and its latest version.
 *
 * @param agentRole the author of the latest version, by its API name; null for the existing project that the task changes
 */
public record ArtifactFile(
        String filePath,
        int latestVersion,
        int totalVersions,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String agentRole) {}
