package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import java.util.List;

/**
 * A file of the design.
 *
 * @param dependsOn the paths of the planned files that it uses
 * @param provides the interface that other files may use
 */
public record PlannedFile(String path, String purpose, List<String> dependsOn, String provides) {
    public PlannedFile {
        path = Require.path("files.path", path);
        purpose = Require.optional("files.purpose of " + path, purpose).strip();
        purpose = purpose.isEmpty() ? "A part of the program" : purpose;
        dependsOn = Require.texts("files.depends_on of " + path, dependsOn);
        provides = Require.optional("files.provides of " + path, provides).strip();
    }

    PlannedFile using(List<String> paths) {
        return new PlannedFile(path, purpose, paths, provides);
    }
}
