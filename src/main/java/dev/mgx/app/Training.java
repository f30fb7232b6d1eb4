package dev.mgx.app;

import dev.mgx.cli.command.CommandLine;
import java.util.List;

/**
 * The program that the script {@code ./mgx} has Java watch, to keep what commands load and link: executes several of them
 * in one process, with the server that has the data folder.
 */
public final class Training {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("help", "serve"),
            List.of("run", "Build a todo app"),
            List.of("tasks"),
            List.of("tasks", "--json"),
            List.of("show", "last"),
            List.of("watch", "last"),
            List.of("logs", "last"),
            List.of("files", "last"),
            List.of("diff", "last"),
            List.of("doctor"));

    private Training() {}

    public static void main(String[] args) {
        CommandLine commands = Main.commandLine(new StandardOutput(), "run");
        COMMANDS.forEach(each -> commands.execute(each.toArray(String[]::new)));
        System.exit(0);
    }
}
