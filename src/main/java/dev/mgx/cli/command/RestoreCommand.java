package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.SettingFlags;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mgx restore}: restores a backup. */
@Command(
        name = "restore",
        header = "Restore a backup to an empty database.",
        description = {
            "Restores what 'backup' wrote to an empty SQLite or PostgreSQL database, whichever it is from, and compares"
                    + " the two. Stop the server first. Never overwrites anything.",
            "Tasks that were running go on when the server starts."
        })
final class RestoreCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    RestoreCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String content = context.launcher().restore(SettingFlags.given(Objects.requireNonNull(spec)), file);
        context.terminal().line("Restored %s".formatted(content));
        return ExitCode.OK;
    }
}
