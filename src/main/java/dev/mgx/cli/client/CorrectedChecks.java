package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.client.ServerRefused;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The acceptance checks of a plan that waits for approval, and a person's corrected ones from a file. */
public final class CorrectedChecks {
    private CorrectedChecks() {}

    /**
     * The checks of a task's latest plan.
     *
     * @throws ServerRefused if it has asked for no approval, or of a plan without checks
     */
    public static JsonNode of(MgxClient api, String taskId) throws InterruptedException {
        List<JsonNode> plans = new ArrayList<>();
        api.events(taskId).each(event -> {
            if (event.type().equals("APPROVAL_REQUEST")) {
                plans.add(event.payload().path("checks"));
            }
        });
        JsonNode checks = plans.isEmpty() ? MissingNode.getInstance() : plans.getLast();
        if (checks.isEmpty()) {
            throw new ServerRefused(409, "Task %s has no plan with checks that waits for approval".formatted(taskId));
        }
        return checks;
    }

    /**
     * Reads corrected checks.
     *
     * @throws IllegalArgumentException if the file has no list in JSON
     */
    public static JsonNode read(Path file) {
        try {
            JsonNode checks = Json.readTree(Files.readString(file));
            if (!checks.isArray()) {
                throw new IllegalArgumentException(
                        "%s has no list of checks, which --print-checks prints".formatted(file));
            }
            return checks;
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("%s cannot be read as JSON: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read (%s)".formatted(file, e), e);
        }
    }
}
