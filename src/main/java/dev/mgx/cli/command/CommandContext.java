package dev.mgx.cli.command;

import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.terminal.Terminal;

/**
 * What commands work with.
 *
 * @param program how the program was called, for the commands that are suggested
 */
record CommandContext(ServerLauncher launcher, Terminal terminal, String program) {
    /** The server that was chosen. Blocks until it answers. */
    ServerLink open(ServerChoice choice, Purpose purpose) throws InterruptedException {
        return ServerLink.open(launcher, choice.named(), choice.settings(), purpose);
    }
}
