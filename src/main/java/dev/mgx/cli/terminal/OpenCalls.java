package dev.mgx.cli.terminal;

import dev.mgx.task.AgentRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** The model calls of a run that are under way, one for each step, folded from its events. Not thread-safe. */
final class OpenCalls {
    /** By step, the one with the latest news last. */
    private final SequencedMap<String, Open> open = new LinkedHashMap<>();

    /** A call and what {@code call} and {@code attempt} say which one it is. */
    private record Open(String role, String which, CallProgress call) {}

    void event(JsonNode event, Instant at) {
        JsonNode payload = event.path("payload");
        String step = payload.path("step").asString("");
        switch (event.path("event_type").asString("")) {
            case "MESSAGE_DELTA" -> {
                Open known = open.remove(step);
                Open current = known != null && known.which.equals(which(payload)) ? known : begin(event, at);
                current.call.text(
                        payload.path("content").asString(""),
                        payload.path("thought").asBoolean(false),
                        at);
                open.put(step, current);
            }
            case "TASK_START", "TASK_COMPLETE", "TASK_ERROR", "TASK_CANCELLED" -> open.clear();
            default -> {
                open.remove(step);
                String status = payload.path("status").asString("");
                if (status.equals("calling")) {
                    open.put(step, begin(event, at));
                } else if (status.equals("resumed") && step.isEmpty()) {
                    open.clear();
                }
            }
        }
    }

    private static Open begin(JsonNode event, Instant at) {
        JsonNode payload = event.path("payload");
        long tokens = payload.path("estimated_input_tokens").asLong(0);
        return new Open(event.path("agent_role").asString(""), which(payload), new CallProgress(tokens, at));
    }

    private static String which(JsonNode payload) {
        return payload.path("call").asInt(0) + "/" + payload.path("attempt").asInt(0);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The call with the latest news, and how many others there are; empty if none is under way. */
    String describe(Instant now) {
        if (open.isEmpty()) {
            return "";
        }
        Open latest = open.lastEntry().getValue();
        String role = latest.role.isEmpty() ? "" : AgentRole.displayName(latest.role) + " · ";
        String others = open.size() == 1 ? "" : " (and %d more)".formatted(open.size() - 1);
        return role + latest.call.describe(now) + others;
    }
}
