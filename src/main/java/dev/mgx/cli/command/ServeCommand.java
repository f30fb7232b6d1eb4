package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.ServerLauncher.RunningServer;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.SettingFlags;
import dev.mgx.cli.terminal.BannerRows;
import dev.mgx.cli.terminal.Terminal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mgx serve}: runs the server until the process is told to exit. */
@Command(
        name = "serve",
        header = "Run the server until Ctrl-C.",
        description = "Resumes interrupted tasks.",
        footer = {
            "",
            "Every option but --config can also be set in the environment or in the settings file: --data-dir is"
                    + " MGX_DATA_DIR. Options override the environment, which overrides the file. A settings file in"
                    + " the current folder is not read unless --config names it."
        })
final class ServeCommand implements Callable<Integer> {
    /** The signals that end the server, and their numbers. */
    private static final Map<String, Integer> ENDING = Map.of("TERM", 15, "INT", 2);

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = context.terminal();
        RunningServer server =
                context.launcher().launch(SettingFlags.given(Objects.requireNonNull(spec)), Purpose.SERVE);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("mgx-shutdown").unstarted(() -> {
                    server.close();
                    ended.countDown();
                }));
        onSignals(server, terminal);
        new BannerRows(terminal).print(server.banner());
        terminal.line("MGX Engine listens on %s  (Ctrl-C stops it; running tasks resume at the next start)"
                .formatted(server.address()));
        server.ready();
        ended.await();
        return ExitCode.OK;
    }

    /** SIGHUP reads the settings again, except where it means that the terminal was closed. */
    private static void onSignals(RunningServer server, Terminal terminal) {
        ENDING.forEach((name, number) -> ProcessSignals.on(name, () -> {
            server.ending("SIG" + name);
            System.exit(128 + number);
        }));
        if (!terminal.rewrites()) {
            ProcessSignals.on("HUP", server::reload);
        }
    }
}
