package dev.mgx.cli.command;

import dev.mgx.cli.client.ProjectExporter;
import picocli.CommandLine.Option;

/** Options for following a run and exporting its files. */
final class FollowOptions {
    @Option(names = "--json", description = "print only events to standard output, one JSON object per line")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder for the files: a new or an empty one")
    private String folder = "";

    @Option(names = "--show-text", description = "show the text of the models as they write it")
    private boolean showText;

    boolean json() {
        return json;
    }

    boolean showText() {
        return showText;
    }

    /** The given folder; empty if none was given. */
    String folder() {
        return folder;
    }

    /** @throws IllegalArgumentException if the given folder cannot be used; checked before the run, not after it */
    void check() {
        if (!folder.isEmpty()) {
            ProjectExporter.emptyFolder(folder);
        }
    }
}
