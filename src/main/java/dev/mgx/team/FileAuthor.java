package dev.mgx.team;

import dev.mgx.task.AgentRole;
import dev.mgx.team.answer.FileAnswer;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.role.PlannedFile;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engineer who writes one file from the requirement, with the checks as examples.
 *
 * @param overview how the whole program works; empty for a program of one file
 * @param listens whether the program answers requests
 */
record FileAuthor(TeamRun team, List<AcceptanceCheck> checks, String overview, boolean listens) {
    static final String LISTENS = """
            The program takes its port from the environment variable PORT, listens on 127.0.0.1 and goes on until it is ended. Its data are in memory or in files of its folder. An error is answered with its status and one sentence.""";

    private static final PromptTemplate ENGINEER = PromptTemplate.load(AgentRole.ENGINEER, "engineer", 12_000);

    /** More than the usual default, so that a second try is another one. */
    private static final double FREELY = 1.0;

    /**
     * The file's content.
     *
     * @param interfaces what the files that it uses provide
     * @param files contents by path
     * @param uses the paths of the files that it uses
     * @param faults what compilers and runtimes said of an earlier try; null if this is the first one
     */
    String written(
            Turn turn,
            PlannedFile file,
            String interfaces,
            Map<String, String> files,
            Collection<String> uses,
            @Nullable String faults)
            throws InterruptedException {
        PromptBudget prompt = turn.prompt(ENGINEER)
                .text("requirement", 0.3, team.requirement())
                .text("checks", 0.25, AcceptanceCheck.list(checks))
                .text("overview", 0.1, overview)
                .text("interfaces", 0.15, interfaces)
                .whole("listens", listens ? LISTENS : "")
                .text("packages", 0.05, TeamRun.libraryNames(files))
                .text("notes", 0.1, team.notes().text())
                .text("faults", 0.1, faults == null ? "" : faults)
                .files("files", files, uses)
                .whole("path", file.path())
                .whole("purpose", file.purpose())
                .whole("provides", file.provides());
        if (faults != null) {
            prompt.temperature(FREELY);
        }
        return turn.ask(prompt.fitted(), answer -> FileAnswer.one(answer, file.path()));
    }
}
