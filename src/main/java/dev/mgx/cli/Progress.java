package dev.mgx.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Tells a person, line by line, what the team does. What programs print is shown without control characters. */
final class Progress implements Consumer<JsonNode> {
    private static final int MAX_LINE = 200;

    private final PrintStream out;
    private final long startedAt = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(JsonNode event) {
        JsonNode payload = event.path("payload");
        String who = event.path("agent_role").asString("");
        String message = payload.path("message").asString("");
        switch (event.path("event_type").asString("")) {
            case "MESSAGE_DELTA", "RESULT" -> {}
            case "EXECUTION_STREAM" -> line("  | " + payload.path("line").asString(message));
            case "MESSAGE" -> {
                String file = event.path("file_path").asString("");
                line(who, file.isEmpty() || message.contains(file) ? message : message + "  " + file);
            }
            case "TASK_ERROR" -> {} // the ERROR before it says the same
            default -> line(who, message);
        }
    }

    private void line(String who, String message) {
        line("%-15s %s".formatted(who.isEmpty() ? "MGX" : who, message));
    }

    private void line(String text) {
        String clean = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "�");
        String shown = clean.length() > MAX_LINE ? clean.substring(0, MAX_LINE) + "…" : clean;
        out.printf("%6.1f s  %s%n", (System.nanoTime() - startedAt) / 1e9, shown);
        out.flush();
    }
}
