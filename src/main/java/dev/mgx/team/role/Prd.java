package dev.mgx.team.role;

import java.util.List;
import java.util.stream.Collectors;

/** The product requirements document: requirements and acceptance checks. */
public record Prd(
        String title, String summary, List<String> goals, List<String> userStories, List<AcceptanceCheck> checks) {
    static final int MOST_CHECKS = 20;

    public Prd {
        title = Require.text("title", title);
        summary = Require.text("summary", summary);
        goals = Require.texts("goals", goals);
        userStories = Require.texts("user_stories", userStories);
        checks = Require.some("checks", checks, MOST_CHECKS);
        long ids = checks.stream().map(AcceptanceCheck::id).distinct().count();
        Require.that(ids == checks.size(), "two of the \"checks\" have the same id");
    }

    /** The document as Markdown. */
    public String markdown() {
        return """
                # %s

                %s

                ## Goals
                %s

                ## User stories
                %s

                ## Acceptance checks
                %s
                """.formatted(title, summary, items(goals), items(userStories), checkList(checks));
    }

    /** The checks as a list, each with its source sentence. */
    public static String checkList(List<AcceptanceCheck> checks) {
        return checks.stream()
                .map(check -> "- **%s** %s%s"
                        .formatted(
                                check.id(),
                                check.check(),
                                check.sentence().isBlank() ? "" : " (from: “%s”)".formatted(check.sentence())))
                .collect(Collectors.joining("\n"));
    }

    private static String items(List<String> texts) {
        return texts.stream().map(text -> "- " + text).collect(Collectors.joining("\n"));
    }
}
