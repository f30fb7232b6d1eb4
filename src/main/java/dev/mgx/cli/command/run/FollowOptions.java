package dev.mgx.cli.command.run;

import dev.mgx.cli.client.ProjectExporter;
import dev.mgx.task.SourceUrl;
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
            description =
                    "git repository that gets a branch with the work; 'run' works on its files, also of https://HOST/PATH[#REF]")
    private @Nullable String repository;

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

    /** The repository that the branch is made in, or moved on; empty also if it is an address. */
    Optional<Path> repository() {
        return Optional.ofNullable(repository).filter(each -> !isAddress(each)).map(Path::of);
    }

    /**
     * The address from which the server fetches a repository.
     *
     * @throws IllegalArgumentException if it is none that can be fetched
     */
    Optional<SourceUrl> address() {
        return Optional.ofNullable(repository).filter(FollowOptions::isAddress).map(each -> {
            try {
                return SourceUrl.parse(each);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--repo " + e.getMessage(), e);
            }
        });
    }

    /** With a scheme, or as {@code ssh} takes it: {@code git@host:path}. */
    private static boolean isAddress(String repository) {
        String host = repository.split("[:/]", 2)[0];
        return repository.contains("://") || (host.contains("@") && repository.startsWith(host + ":"));
    }

    /**
     * Checked before a run that is not the first, not after it.
     *
     * @throws IllegalArgumentException if the folder, or the repository, cannot be used
     */
    void check() {
        if (address().isPresent()) {
            throw new IllegalArgumentException(
                    "--repo is a folder here: a clone that gets the branch. Only 'run' takes the address of a repository");
        }
        check(false);
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
