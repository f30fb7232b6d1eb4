package dev.mgx.team.role;

import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.Lock;
import dev.mgx.team.answer.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan of the files to change in a finished project.
 *
 * @param usage new ways to call the program, a command line each
 * @param packages the libraries that it needs beside those that are there, as their package manager names them
 */
public record ChangePlan(String summary, List<PlannedChange> changes, List<String> usage, List<String> packages) {
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
        changes = merged(Require.some("changes", changes, MOST_CHANGES));
        usage = Require.texts("usage", usage);
        packages = Require.texts("packages", packages);
        Require.that(
                !changes.isEmpty(),
                "%s is maintained by the team; \"changes\" must name a file of the program"
                        .formatted(ProjectManifest.PATH));
    }

    /** One change for each file, the team's own left out. */
    private static List<PlannedChange> merged(List<PlannedChange> changes) {
        Map<String, PlannedChange> byPath = new LinkedHashMap<>();
        for (PlannedChange change : changes) {
            if (!change.path().equals(ProjectManifest.PATH)) {
                byPath.merge(
                        change.path(),
                        change,
                        (one, other) -> new PlannedChange(one.path(), one.purpose() + "; " + other.purpose()));
            }
        }
        return List.copyOf(byPath.values());
    }

    /** This plan, whose new files must be compatible with the existing ones. */
    public ChangePlan onto(Set<String> files) {
        Set<String> locks = Lock.paths(files);
        List<PlannedChange> kept = changes.stream()
                .filter(change -> !locks.contains(change.path()))
                .toList();
        Require.that(
                !kept.isEmpty(),
                "%s are maintained by the team; \"changes\" must name a file of the program".formatted(locks));
        Require.together(kept.stream().map(PlannedChange::path).toList(), files);
        return new ChangePlan(summary, kept, usage, packages);
    }

    /** The same with those of these packages that the ecosystem has names for; without any if there is no ecosystem. */
    public ChangePlan from(Optional<Ecosystem> ecosystem) {
        return with(packages.stream()
                .filter(text -> ecosystem.flatMap(each -> each.parsed(text)).isPresent())
                .map(String::strip)
                .distinct()
                .toList());
    }

    /** The same with these packages. */
    public ChangePlan with(List<String> others) {
        return new ChangePlan(summary, changes, usage, others);
    }

    public String markdown() {
        StringBuilder text = new StringBuilder(summary).append("\n");
        changes.forEach(change -> text.append("\n- `%s`: %s".formatted(change.path(), change.purpose())));
        if (!packages.isEmpty()) {
            text.append("\n\n## Packages\n- ").append(String.join("\n- ", packages));
        }
        return text.append("\n").toString();
    }
}
