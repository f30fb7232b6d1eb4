package dev.mgx.task;

/**
 * A file to be kept as a new version of its path.
 *
 * @param path relative to the project, with forward slashes; checked where it enters the workspace
 * @param agentRole who wrote it
 */
public record ArtifactDraft(String path, String content, AgentRole agentRole) {}
