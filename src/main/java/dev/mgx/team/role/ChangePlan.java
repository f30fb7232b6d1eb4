package dev.mgx.team.role;

import java.util.List;
import java.util.Set;

/** A plan of the files to change in a finished project. */
public record ChangePlan(String summary, List<PlannedChange> changes) {
    private static final int MOST_CHANGES = 20;

    /** A changed or new file. */
    public record PlannedChange(String path, String purpose) {
        public PlannedChange {
            path = Require.path("changes.path", path);
            purpose = Require.text("changes.purpose of " + path, purpose);
        }
    }

    public ChangePlan {
        summary = Require.text("summary", summary);
        changes = Require.some("changes", changes, MOST_CHANGES);
        long paths = changes.stream().map(PlannedChange::path).distinct().count();
        Require.that(paths == changes.size(), "a path is twice in \"changes\"");
        boolean ofTheTeam = changes.stream().anyMatch(change -> change.path().equals(ProjectManifest.PATH));
        Require.that(!ofTheTeam, "%s is maintained by the team".formatted(ProjectManifest.PATH));
    }

    /** Parses the plan; its new files must be compatible with the existing ones. */
    public ChangePlan onto(Set<String> files) {
        Require.together(changes.stream().map(PlannedChange::path).toList(), files);
        return this;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder(summary).append("\n");
        changes.forEach(change -> text.append("\n- `%s`: %s".formatted(change.path(), change.purpose())));
        return text.append("\n").toString();
    }
}
