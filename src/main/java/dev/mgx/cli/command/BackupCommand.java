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

/** {@code mgx backup}: writes all that is stored to one file. */
@Command(
        name = "backup",
        header = "Write all tasks to one file.",
        description = {
            "Writes the tasks, events and files of one moment, from SQLite or PostgreSQL, and compares what it wrote."
                    + " A server may be at work meanwhile. Never overwrites anything.",
            "Run it where the server runs, as the same user and with the same settings. It holds what people wrote"
                    + " to the server, and no keys and settings."
        })
final class BackupCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "the file to write")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    BackupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String content = context.launcher().backUp(SettingFlags.given(Objects.requireNonNull(spec)), file);
        context.terminal().line("Wrote %s: %s".formatted(file, content));
        return ExitCode.OK;
    }
}
