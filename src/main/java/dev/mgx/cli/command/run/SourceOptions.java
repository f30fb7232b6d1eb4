package dev.mgx.cli.command.run;

import dev.mgx.cli.client.SourceUpload;
import dev.mgx.task.SourceUrl;
import dev.mgx.task.TaskOptions;
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
     * Reads the repository, if there is one on this machine.
     *
     * @param address of one that the server fetches
     * @throws IllegalArgumentException if it cannot be read, or other options are for one and there is none
     */
    Optional<SourceUpload> read(Optional<Path> repository, Optional<SourceUrl> address) {
        if (repository.isEmpty() && address.isEmpty() && (includesChanges || testCommand != null)) {
            throw new IllegalArgumentException("%s is for a repository; name it with --repo DIR"
                    .formatted(includesChanges ? "--include-changes" : "--test"));
        }
        if (address.isPresent() && includesChanges) {
            throw new IllegalArgumentException(
                    "--include-changes is for a repository on this machine: one that is fetched has none");
        }
        return repository.map(folder -> SourceUpload.read(folder, includesChanges));
    }

    /**
     * Adds to the options of a task that it is about a repository.
     *
     * @param address from which the server fetches it; empty if it is uploaded
     */
    void addTo(Map<String, @Nullable Object> options, Optional<SourceUrl> address) {
        options.put("source", address.map(SourceUrl::toString).orElse(TaskOptions.UPLOAD));
        options.put("test_command", testCommand);
    }
}
