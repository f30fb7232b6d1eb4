package dev.mgx.cli.client;

import dev.mgx.workspace.UnifiedDiff;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The files of a task, with all their versions. */
public record ProjectFiles(Api api, String taskId) {
    /** Those of the latest run, as the server describes them. */
    public JsonNode latest() throws InterruptedException {
        return api.get("/api/artifacts/" + taskId).path("files");
    }

    /**
     * The versions of a file, oldest first.
     *
     * @throws ServerRefused with 404 if there is no such file
     */
    public JsonNode versions(String path) throws InterruptedException {
        return api.get("%s/versions".formatted(address(path))).path("versions");
    }

    /**
     * The text of a file.
     *
     * @param version 0 for the latest
     * @throws ServerRefused with 404 if there is none
     */
    public String text(String path, int version) throws InterruptedException {
        String query = version == 0 ? "" : "?version=" + version;
        return api.get(address(path) + query).path("content").asString("");
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

    private String address(String path) {
        return "/api/artifacts/%s/%s"
                .formatted(
                        taskId,
                        Arrays.stream(path.split("/", -1)).map(Api::segment).collect(Collectors.joining("/")));
    }
}
