package dev.mgx.team.check;

import dev.mgx.team.answer.Require;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One command of a check, or one request to a program that listens, and what must come of it.
 *
 * @param run a line for the shell, in the project's folder; or a {@link RequestLine}
 * @param input what it reads from standard input, or the body of the request; empty if nothing
 * @param output the standard output or the body that must come; null if it is not compared. For a command that must fail,
 *     whether it is blank says whether something has to be said
 * @param exitCode 0, or 1 to 255 for a command that must fail, which any other number means too; of a request the status of
 *     its answer, where 0 means 200, and any other number that is none means 400
 * @param files files as they must be afterwards
 */
public record CheckStep(String run, String input, @Nullable String output, int exitCode, List<CheckFile> files) {
    private static final int LONGEST_COMMAND = 2_000;
    private static final int HIGHEST_CODE = 255;
    private static final int OK = 200;
    private static final int LOWEST_ERROR = 400;

    public CheckStep {
        run = Require.text("steps.run", run).strip();
        run = RequestLine.of(run).map(RequestLine::toString).orElse(run);
        Require.that(run.length() <= LONGEST_COMMAND, "\"steps.run\" is longer than 2,000 characters");
        input = Require.optional("steps.input", input);
        output = output == null ? null : Require.optional("steps.output", output);
        exitCode = RequestLine.of(run).isPresent()
                ? status(exitCode)
                : exitCode < 0 || exitCode > HIGHEST_CODE ? 1 : exitCode;
        files = Require.list("steps.files", files);
    }

    public static CheckStep of(String run, @Nullable String output) {
        return new CheckStep(run, "", output, 0, List.of());
    }

    private static int status(int given) {
        boolean known = given >= 100 && given <= 599;
        return known ? given : given == 0 ? OK : LOWEST_ERROR;
    }

    public boolean mustFail() {
        return isRequest() ? exitCode >= LOWEST_ERROR : exitCode != 0;
    }

    boolean isRequest() {
        return RequestLine.of(run).isPresent();
    }

    /** Whether it runs the same, however it is quoted, with the same typed in. */
    boolean isSameCommandAs(CheckStep other) {
        return new ShellCommands(run).isSameAs(new ShellCommands(other.run)) && input.equals(other.input);
    }

    /** As a person would type it, with what must come. */
    String text() {
        if (isRequest()) {
            return requestText();
        }
        StringBuilder text = new StringBuilder("$ ").append(run);
        if (!input.isEmpty()) {
            text.append("\n(typed in:)\n").append(indented(input));
        }
        if (mustFail()) {
            text.append("\n(fails with an error message and an exit code other than 0)");
        } else if (output != null) {
            text.append('\n').append(output.isBlank() ? "(prints nothing)" : output.stripTrailing());
        }
        for (CheckFile file : files) {
            text.append("\n(").append(file.path()).append(" then contains:)\n").append(indented(file.content()));
        }
        return text.toString();
    }

    private String requestText() {
        String sent = input.isEmpty() ? "" : "\n" + indented(input);
        String answer = mustFail() || output == null || output.isBlank() ? "" : "\n" + output.stripTrailing();
        return "%s%s\n→ %d%s".formatted(run, sent, exitCode, answer);
    }

    static String indented(String text) {
        return text.stripTrailing().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }
}
