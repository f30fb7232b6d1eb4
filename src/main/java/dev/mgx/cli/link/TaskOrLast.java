package dev.mgx.cli.link;

import dev.mgx.cli.client.TaskRef;
import dev.mgx.client.MgxClient;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The task that a command is about, which changes nothing of it: the newest one if none is named. */
public final class TaskOrLast {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "task ID, a unique prefix, or 'last' (default)")
    private String id = TaskRef.LAST;

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
