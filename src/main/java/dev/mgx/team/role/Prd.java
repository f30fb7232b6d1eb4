package dev.mgx.team.role;

import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.Require;
import dev.mgx.team.check.RequirementText;
import java.util.List;
import java.util.stream.Collectors;

/** What a person wants built, in short. */
public record Prd(String title, String summary, List<String> goals) {
    private static final int LONGEST_TITLE = 80;

    public Prd {
        title = shortened(Require.text("title", title).strip());
        summary = Require.text("summary", summary).strip();
        goals = Require.texts("goals", goals).stream()
                .map(String::strip)
                .filter(goal -> !goal.isEmpty())
                .distinct()
                .toList();
    }

    /** The requirement itself, where nobody could put it in other words. */
    public static Prd of(RequirementText requirement) {
        List<String> sentences = requirement.sentences().stream()
                .limit(20)
                .map(sentence -> Require.beginning(sentence, Require.LONGEST_SENTENCE))
                .toList();
        return new Prd(sentences.getFirst(), sentences.getFirst(), sentences);
    }

    /** A copy without the goals that are of the form's example. */
    public Prd without(FormEcho form, String requirement) {
        return new Prd(
                title,
                summary,
                goals.stream().filter(goal -> !form.speaksIn(goal, requirement)).toList());
    }

    private static String shortened(String title) {
        String line = title.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
    }

    /** The goals as a list. */
    public String goalList() {
        return goals.stream().map(goal -> "- " + goal).collect(Collectors.joining("\n"));
    }

    /** The document as Markdown. */
    public String markdown() {
        return "# %s\n\n%s\n\n## Goals\n%s\n".formatted(title, summary, goalList());
    }
}
