package dev.mgx.cli.link;

import dev.mgx.cli.client.TaskRef;
import dev.mgx.client.MgxClient;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The task that a command is about. */
public final class TaskChoice {
    @Parameters(index = "0", paramLabel = "ID", description = "task ID, a unique prefix, or 'last'")
    private String id = "";

    /**
     * Finds the task.
     *
     * @throws dev.mgx.client.ServerRefused with 404 if there is none
     * @throws IllegalArgumentException if the prefix is ambiguous
     */
    public JsonNode find(MgxClient api) throws InterruptedException {
        return new TaskRef(api).find(id);
    }
}
