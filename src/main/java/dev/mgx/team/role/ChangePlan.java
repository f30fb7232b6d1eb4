package dev.mgx.team.role;

import java.util.List;
import java.util.Set;

/** Which files of a finished project change, and how. */
public record ChangePlan(String summary, List<PlannedChange> changes) {
    private static final int MOST_CHANGES = 20;

    /** A file that changes, or is new. */
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

    /** The plan, whose new files must fit to those that there are. */
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
