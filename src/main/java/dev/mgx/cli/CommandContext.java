package dev.mgx.cli;

/**
 * What commands work with.
 *
 * @param program how the program was called, for the commands that are suggested
 */
record CommandContext(ServerLauncher launcher, Terminal terminal, String program) {}
