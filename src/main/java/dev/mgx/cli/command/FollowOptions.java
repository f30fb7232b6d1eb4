package dev.mgx.cli.command;

import dev.mgx.cli.client.ProjectExporter;
import picocli.CommandLine.Option;

/** How a run is followed, and where its files go. */
final class FollowOptions {
    @Option(names = "--json", description = "print only events to standard output, one JSON object per line")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder for the files: a new or an empty one")
    private String folder = "";

    boolean json() {
        return json;
    }

    /** The folder that was named; empty when none was. */
    String folder() {
        return folder;
    }

    /** @throws IllegalArgumentException when the folder that was named cannot be used: better now than after the run */
    void check() {
        if (!folder.isEmpty()) {
            ProjectExporter.emptyFolder(folder);
        }
    }
}
