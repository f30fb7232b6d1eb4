package dev.mgx.cli.command.run;

import dev.mgx.cli.client.SourceUpload;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of a repository a new task works on. */
final class SourceOptions {
    @Option(names = "--include-changes", description = "of the repository, also take what is not committed")
    private boolean includesChanges;

    @Option(
            names = "--test",
            paramLabel = "CMD",
            description = "command that runs the tests of the repository; default: found out")
    private @Nullable String testCommand;

    /**
     * Reads the repository, if there is one.
     *
     * @throws IllegalArgumentException if it cannot be read, or other options are for one and there is none
     */
    Optional<SourceUpload> read(Optional<Path> repository) {
        if (repository.isEmpty() && (includesChanges || testCommand != null)) {
            throw new IllegalArgumentException("%s is for a repository; name it with --repo DIR"
                    .formatted(includesChanges ? "--include-changes" : "--test"));
        }
        return repository.map(folder -> SourceUpload.read(folder, includesChanges));
    }

    /** Adds to the options of a task that it is about a repository. */
    void addTo(Map<String, @Nullable Object> options) {
        options.put("source", "upload");
        options.put("test_command", testCommand);
    }
}
