package dev.mgx.cli.link;

/**
 * A setting as a command-line option.
 *
 * @param name without dashes
 * @param setting its environment variable; for the settings file itself, the name of the option
 * @param description its purpose, allowed values and default
 */
public record Flag(String name, String setting, String description) {}
