package dev.mgx.cli.client;

import dev.mgx.cli.client.ProjectExporter.Written;
import java.util.Optional;

/**
 * Where the result of a run was brought to.
 *
 * @param files the exported files, if any
 * @param branch of a task with a repository: its branch, or how to make it, for people; empty if there is nothing to say
 */
public record Delivered(Optional<Written> files, String branch) {
    /** Nowhere yet. */
    public static final Delivered NOWHERE = new Delivered(Optional.empty(), "");
}
