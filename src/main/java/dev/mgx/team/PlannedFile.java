package dev.mgx.team;

import java.util.List;

/**
 * A file that the design foresees.
 *
 * @param dependsOn the paths of the planned files that it uses
 * @param provides the interface that other files may use
 */
record PlannedFile(String path, String purpose, List<String> dependsOn, String provides) {
    PlannedFile {
        path = Demand.path("files.path", path);
        purpose = Demand.text("files.purpose of " + path, purpose);
        dependsOn = Demand.optional("files.depends_on of " + path, dependsOn);
        provides = Demand.optional(provides);
    }
}
