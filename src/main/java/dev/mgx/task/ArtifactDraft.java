package dev.mgx.task;

/**
 * A file to be saved as a new version of its path.
 *
 * @param path relative to the project, with forward slashes; must have been checked
 * @param agentRole the role that wrote it
 */
public record ArtifactDraft(String path, String content, AgentRole agentRole) {}
