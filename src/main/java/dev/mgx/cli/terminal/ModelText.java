package dev.mgx.cli.terminal;

import dev.mgx.task.AgentRole;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Prints the text of model calls as it is written, a whole line at a time. Not thread-safe. */
final class ModelText {
    /** A longer line is printed in parts. */
    private static final int MAX_LINE = 500;

    private final Terminal terminal;

    /** What each step's model has written of its current line. */
    private final Map<String, StringBuilder> lines = new HashMap<>();

    private String shown = "";

    ModelText(Terminal terminal) {
        this.terminal = terminal;
    }

    void event(JsonNode event) {
        JsonNode payload = event.path("payload");
        String step = payload.path("step").asString("");
        String role = AgentRole.displayName(event.path("agent_role").asString(""));
        if (!event.path("event_type").asString("").equals("MESSAGE_DELTA")) {
            rest(step + "/thoughts", role + ", thinking");
            rest(step, role);
            shown = "";
            return;
        }
        // What a model thinks has lines of its own, as no part of its answer.
        boolean thought = payload.path("thought").asBoolean(false);
        String place = thought ? step + "/thoughts" : step;
        StringBuilder line = lines.computeIfAbsent(place, name -> new StringBuilder());
        line.append(payload.path("content").asString(""));
        for (int end = end(line); end > 0; end = end(line)) {
            line(place, thought ? role + ", thinking" : role, line.substring(0, end));
            line.delete(0, end);
        }
    }

    /** Prints a line that never ended. */
    private void rest(String place, String role) {
        StringBuilder rest = lines.remove(place);
        if (rest != null && !rest.isEmpty()) {
            line(place, role, rest.toString());
        }
    }

    /** Where the first line ends, its line feed included; 0 if it goes on. */
    private static int end(StringBuilder line) {
        int feed = line.indexOf("\n");
        if (feed >= 0 && feed < MAX_LINE) {
            return feed + 1;
        }
        return line.length() >= MAX_LINE ? MAX_LINE : 0;
    }

    /** The steps that go side by side are told apart by a line with the role. */
    private void line(String step, String role, String text) {
        if (!shown.equals(step)) {
            shown = step;
            terminal.line(Style.DIM.of("       ┌ " + role));
        }
        terminal.wrapped(Style.PLAIN.of(text.stripTrailing()), Style.DIM.of("       │ "));
    }
}
