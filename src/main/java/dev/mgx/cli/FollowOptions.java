package dev.mgx.cli;

import picocli.CommandLine.Option;

/** How a run is followed, and where its files go. */
final class FollowOptions {
    @Option(names = "--json", description = "print each event as a line of JSON, and nothing else, on standard output")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "the folder for the files, empty or missing")
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
            Delivery.emptyFolder(folder);
        }
    }
}
