package dev.mgx.cli.command;

/**
 * A setting as a flag of the command line.
 *
 * @param name without dashes
 * @param setting its name in the environment
 * @param description what it is for, what it may be, and its default
 */
public record Flag(String name, String setting, String description) {}
