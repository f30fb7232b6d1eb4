package dev.mgx.team.check;

import dev.mgx.team.answer.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A testable acceptance criterion as data: files, commands in turn, and what must come of them.
 *
 * @param id {@code C1}, {@code C2}, …
 * @param quote the words of the requirement that it serves
 * @param check the criterion in one sentence, for people
 * @param files put beside the program before the first step
 * @param steps run one after the other in the same folder
 * @param selfReported whether the verdict comes from test code that runs in one process with the program
 */
public record AcceptanceCheck(
        String id, String quote, String check, List<CheckFile> files, List<CheckStep> steps, boolean selfReported) {
    public static final int MOST_CHECKS = 30;
    static final int MOST_STEPS = 30;
    private static final int LONGEST_SHOWN = 60;

    public AcceptanceCheck {
        id = Require.text("checks.id", id).strip();
        Require.that(id.matches("C\\d{1,3}"), "the id of a check must be C1, C2, …, but one is \"%s\"".formatted(id));
        quote = Require.sentence(
                "checks.quote of " + id, quote == null ? null : Require.beginning(quote, Require.LONGEST_SENTENCE));
        files = Require.list("checks.files of " + id, files);
        steps = Require.some("checks.steps of " + id, steps, MOST_STEPS);
        check = Require.sentence("checks.check of " + id, check);
        check = check.isBlank() ? sentence(steps) : check;
    }

    /** A check whose sentence is made from its steps. */
    public static AcceptanceCheck of(String id, String quote, List<CheckFile> files, List<CheckStep> steps) {
        return new AcceptanceCheck(id, quote, "", files, steps, false);
    }

    public AcceptanceCheck withId(String newId) {
        return new AcceptanceCheck(newId, quote, check, files, steps, selfReported);
    }

    public AcceptanceCheck withQuote(String newQuote) {
        return new AcceptanceCheck(id, newQuote, check, files, steps, selfReported);
    }

    /** A copy with other steps, of which its sentence is made anew unless it is self-reported. */
    AcceptanceCheck withSteps(List<CheckStep> newSteps) {
        return new AcceptanceCheck(id, quote, selfReported ? check : "", files, newSteps, selfReported);
    }

    /** The checks, numbered C1, C2, … in order. */
    public static List<AcceptanceCheck> numbered(List<AcceptanceCheck> checks) {
        List<AcceptanceCheck> numbered = new ArrayList<>();
        checks.forEach(check -> numbered.add(check.withId("C" + (numbered.size() + 1))));
        return List.copyOf(numbered);
    }

    /** Whether it runs the same and expects the same as another check. */
    public boolean doesTheSameAs(AcceptanceCheck other) {
        return files.equals(other.files) && steps.equals(other.steps);
    }

    /** As a session on a terminal. */
    public String text() {
        String given = files.stream()
                .map(file -> "With the file %s:\n%s\n".formatted(file.path(), CheckStep.indented(file.content())))
                .collect(Collectors.joining());
        return given + steps.stream().map(CheckStep::text).collect(Collectors.joining("\n"));
    }

    /** Checks as examples, each with its id and the words that it serves. */
    public static String list(List<AcceptanceCheck> checks) {
        return checks.stream()
                .map(check -> "%s%s\n%s"
                        .formatted(check.id(), check.quote().isBlank() ? "" : " “" + check.quote() + "”", check.text()))
                .collect(Collectors.joining("\n\n"));
    }

    private static String sentence(List<CheckStep> steps) {
        CheckStep last = steps.getLast();
        String before = steps.size() == 1 ? "" : "After %d more, ".formatted(steps.size() - 1);
        String output = last.output();
        String files = last.files().stream().map(CheckFile::path).distinct().collect(Collectors.joining(", "));
        String outcome = last.isRequest()
                ? "answers %d%s"
                        .formatted(
                                last.exitCode(),
                                last.mustFail() || output == null || output.isBlank()
                                        ? ""
                                        : " with " + shortened(output.strip()))
                : last.mustFail()
                        ? "fails with an error"
                        : output == null || output.isBlank()
                                ? files.isEmpty() ? "runs" : "writes " + files
                                : "prints " + shortened(output.strip());
        return "%s`%s` %s".formatted(before, last.run(), outcome);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
    }
}
