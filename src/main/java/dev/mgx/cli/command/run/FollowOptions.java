package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ProjectExporter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            description = "git repository that gets a branch with the work; 'run' works on its files")
    private @Nullable Path repository;

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

    /** The repository that the branch is made in, or moved on. */
    Optional<Path> repository() {
        return Optional.ofNullable(repository);
    }

    /**
     * Checked before the run, not after it.
     *
     * @param exports whether files are written even if no folder was given
     * @throws IllegalArgumentException if the folder cannot be used
     */
    void check(boolean exports) {
        if (!folder.isEmpty()) {
            ProjectExporter.emptyFolder(folder);
        } else if (exports) {
            ProjectExporter.requireWritable(Path.of(""));
        }
    }
}
