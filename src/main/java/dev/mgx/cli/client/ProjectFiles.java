package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxFile;
import dev.mgx.client.MgxFileVersion;
import dev.mgx.client.ServerRefused;
import dev.mgx.workspace.UnifiedDiff;
import java.util.List;

/** The files of a task, with all their versions. */
public record ProjectFiles(MgxClient api, String taskId) {
    /** Those of the latest run, without their contents. */
    public List<MgxFile> latest() throws InterruptedException {
        return api.files(taskId);
    }

    /**
     * The versions of a file, oldest first.
     *
     * @throws ServerRefused with 404 if there is no such file
     */
    public List<MgxFileVersion> versions(String path) throws InterruptedException {
        return api.versions(taskId, path);
    }

    /**
     * The text of a file.
     *
     * @param version 0 for the latest
     * @throws ServerRefused with 404 if there is none
     */
    public String text(String path, int version) throws InterruptedException {
        return api.content(taskId, path, version);
    }

    /**
     * What changed between two versions of a file, as a unified diff.
     *
     * @param before 0 for an empty file
     * @param after 0 for an empty file
     */
    public String diff(String path, int before, int after) throws InterruptedException {
        return UnifiedDiff.between(path, before == 0 ? "" : text(path, before), after == 0 ? "" : text(path, after));
    }
}
