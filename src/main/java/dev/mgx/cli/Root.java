package dev.mgx.cli;

import picocli.CommandLine.Command;

/** {@code mgx} itself, which only has commands. */
@Command(
        name = "mgx",
        mixinStandardHelpOptions = true,
        description = "MGX Engine turns a requirement into working software by a team of AI agents.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nIt ends with%n",
        exitCodeList = {
            " 0:done",
            " 1:the task did not succeed, or the server refused what was asked for",
            " 2:wrong usage, a wrong setting, or no server",
            " 3:the task succeeded, but nothing could be run to prove it",
            " 4:no such task or file",
            "130:interrupted by Ctrl-C"
        },
        footer = {"", "Ids of tasks may be shortened to a beginning that no other task has."})
final class Root {}
