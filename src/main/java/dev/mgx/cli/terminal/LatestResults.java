package dev.mgx.cli.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What came of each check in the latest execution of a run. Not thread-safe. */
public final class LatestResults {
    private final Map<String, JsonNode> results = new HashMap<>();

    void event(JsonNode event) {
        JsonNode latest = event.path("payload").path("execution").path("results");
        if (event.path("event_type").asString("").equals("TASK_START") || latest.isArray()) {
            results.clear();
        }
        latest.forEach(result -> results.put(result.path("id").asString(""), result));
    }

    /** What came of a check instead of what was expected; empty if it passed, or nothing is known of it. */
    String failure(String id) {
        JsonNode result = results.get(id);
        if (result == null || result.path("passed").asBoolean(false)) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode step : result.path("steps")) {
            String problem = step.path("problem").asString("");
            if (!problem.isEmpty()) {
                lines.add(problem);
                PrintedCheck.text("It printed", step.path("output").asString(""), lines);
                String errors = step.path("errors").asString("");
                if (!errors.isBlank()) {
                    PrintedCheck.text("Its errors", errors, lines);
                }
            }
        }
        return String.join("\n", lines);
    }
}
