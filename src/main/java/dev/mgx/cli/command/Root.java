package dev.mgx.cli.command;

import picocli.CommandLine.Command;

/** {@code mgx} without a command. */
@Command(
        name = "mgx",
        mixinStandardHelpOptions = true,
        description = "MGX Engine turns a requirement into working software with a team of AI agents.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:success",
            " 1:the task did not succeed, or the server refused the request",
            " 2:wrong usage, an invalid setting, or no server",
            " 3:the task succeeded, but its tests could not be run",
            " 4:task or file not found",
            "130:interrupted by Ctrl-C"
        },
        footer = {
            "",
            "A task ID may be shortened to any unique prefix; 'last' is the newest task.",
            "The options of a command: help COMMAND"
        })
final class Root {}
