package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.link.CommandContext;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mgx completion}: a script that completes commands and options in a shell. */
@Command(
        name = "completion",
        header = "Print a script that completes commands in your shell.",
        description = {
            "bash, in ~/.bashrc:  source <(./mgx completion bash)",
            "zsh, in ~/.zshrc:  source <(./mgx completion zsh)",
            "fish:  ./mgx completion fish > ~/.config/fish/conf.d/mgx.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The name that shells complete: of {@code ./mgx} they look at the last part. */
    private static final String NAME = "mgx";

    private final CommandContext context;

    /** A shell with a script of its own. */
    private enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        context.terminal()
                .content(
                        switch (shell) {
                            case bash, zsh -> AutoComplete.bash(NAME, root.commandLine()); // which knows both
                            case fish -> FishCompletion.of(NAME, root);
                        });
        return ExitCode.OK;
    }
}
