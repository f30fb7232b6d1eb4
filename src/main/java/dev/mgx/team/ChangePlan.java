package dev.mgx.team;

import java.util.List;
import java.util.Set;

/** Which files of a finished project change, and how. */
record ChangePlan(String summary, List<PlannedChange> changes) {
    private static final int MOST_CHANGES = 20;

    /** A file that changes, or is new. */
    record PlannedChange(String path, String purpose) {
        PlannedChange {
            path = Demand.path("changes.path", path);
            purpose = Demand.text("changes.purpose of " + path, purpose);
        }
    }

    ChangePlan {
        summary = Demand.text("summary", summary);
        changes = Demand.some("changes", changes, MOST_CHANGES);
        long paths = changes.stream().map(PlannedChange::path).distinct().count();
        Demand.that(paths == changes.size(), "a path is twice in \"changes\"");
        boolean ofTheTeam = changes.stream().anyMatch(change -> change.path().equals(ProjectManifest.PATH));
        Demand.that(!ofTheTeam, "%s is maintained by the team".formatted(ProjectManifest.PATH));
    }

    /** The plan, whose new files must fit to those that there are. */
    ChangePlan onto(Set<String> files) {
        Demand.together(changes.stream().map(PlannedChange::path).toList(), files);
        return this;
    }

    String markdown() {
        StringBuilder text = new StringBuilder(summary).append("\n");
        changes.forEach(change -> text.append("\n- `%s`: %s".formatted(change.path(), change.purpose())));
        return text.append("\n").toString();
    }
}
