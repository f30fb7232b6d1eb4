package dev.mgx.cli.link;

import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.terminal.Terminal;

/**
 * The context of a command.
 *
 * @param program the name that the program was called by, for suggested commands
 */
public record CommandContext(ServerLauncher launcher, Terminal terminal, String program) {
    /** Connects to the chosen server. Blocks until it answers. */
    public ServerLink open(ServerChoice choice, Purpose purpose) throws InterruptedException {
        return ServerLink.open(launcher, choice.named(), choice.settings(), purpose);
    }
}
