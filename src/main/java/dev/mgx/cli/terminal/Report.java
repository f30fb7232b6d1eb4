package dev.mgx.cli.terminal;

import dev.mgx.cli.client.Delivered;
import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.FailureAdvice;
import dev.mgx.cli.client.ProjectExporter.Written;
import dev.mgx.client.MgxState;
import dev.mgx.file.ShellWord;
import dev.mgx.task.TaskStatus;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The final report on a run: its result, each check, the files, how to run them, and the next commands.
 *
 * @param suggestion makes a full command for the same server from the part after the program's name
 */
public record Report(Terminal terminal, UnaryOperator<String> suggestion) {
    private static final String INDENT = "  ";

    /**
     * Prints the report.
     *
     * @param run what its events say
     * @param usage the run's model usage
     * @param delivered where the result was brought to
     */
    public void print(MgxState state, LatestRun run, UsageRows usage, String shortId, Delivered delivered) {
        terminal.line("");
        verdict(state);
        JsonNode result = state.finalResult();
        String said = result.path("summary").asString(""); // which names the first of them
        result.path("uncovered")
                .valueStream()
                .map(requirement -> requirement.asString(""))
                .filter(requirement -> !said.contains(requirement))
                .forEach(requirement -> terminal.wrapped(
                        Style.YELLOW.of(requirement), Style.YELLOW.of(INDENT + "Not covered by any check: ")));
        boolean untested = state.status() == TaskStatus.SUCCEEDED && !isVerified(state);
        new CheckRows(terminal).result(result.path("checks"), run.results(), untested);
        if (state.simulated()) {
            terminal.line(Style.YELLOW.of(INDENT + "Simulated: canned answers, not from a real model."));
        }
        terminal.line("");
        delivered(result, shortId, delivered);
        String name = "Usage";
        for (String line : usage.lines()) {
            row(name, line);
            name = "";
        }
        if (state.status() == TaskStatus.SUCCEEDED) {
            row("Make changes", suggestion.apply("say %s \"…\"".formatted(shortId)));
        } else {
            String limit = run.spent().map(each -> " " + each.option()).orElse("");
            row("Resume", suggestion.apply("resume " + shortId + limit));
        }
    }

    private void delivered(JsonNode result, String shortId, Delivered delivered) {
        int count = result.path("files").size();
        if (delivered.files().isPresent()) {
            Written files = delivered.files().get();
            row("Files", "%s  (%d files)".formatted(files.folder(), files.files()));
            files.leftOut().forEach(sentence -> row("Left out", sentence));
            howToRun(result.path("how_to_run").asString(""), files);
        } else if (count > 0 && delivered.branch().isEmpty()) {
            row("Files", "%d; to export them: %s".formatted(count, suggestion.apply("export " + shortId)));
        }
        if (!delivered.branch().isEmpty()) {
            row("Branch", delivered.branch());
        }
    }

    private void verdict(MgxState state) {
        JsonNode result = state.finalResult();
        if (state.status() == TaskStatus.SUCCEEDED) {
            boolean verified = isVerified(state);
            Style style = verified ? Style.GREEN : Style.YELLOW;
            terminal.wrapped(
                    style.of(result.path("summary").asString("")),
                    style.of(verified ? "Done. " : "Done, but unverified. "));
        } else {
            String reason = state.status() == TaskStatus.CANCELLED ? "The task was stopped" : state.errorMessage();
            terminal.wrapped(Style.RED.of(reason), Style.RED.of(state.status() + ". "));
            state.errorType()
                    .map(FailureAdvice::of)
                    .ifPresent(failure -> terminal.wrapped(
                            Style.PLAIN.of(failure.advice()), Style.BOLD.of(INDENT + failure.label() + ". ")));
        }
    }

    private void howToRun(String howToRun, Written files) {
        if (howToRun.isBlank()) {
            return;
        }
        String name = String.valueOf(files.folder().getFileName());
        row("Run", "cd " + ShellWord.quoted(name));
        howToRun.lines().filter(ShellLine::isCommand).forEach(line -> row("", line));
        howToRun.lines()
                .filter(line -> !line.isBlank() && !ShellLine.isCommand(line))
                .forEach(line -> row("How to run", line));
    }

    private void row(String name, String value) {
        terminal.line(Style.BOLD.of("%-12s  ".formatted(name)), Style.PLAIN.of(value));
    }

    /** The exit code for a run that ended in this state. */
    public static int exitCode(MgxState state) {
        if (state.status() != TaskStatus.SUCCEEDED) {
            return ExitCode.FAILED;
        }
        return isVerified(state) ? ExitCode.OK : ExitCode.UNVERIFIED;
    }

    private static boolean isVerified(MgxState state) {
        return state.finalResult().path("verified").asBoolean(false);
    }
}
