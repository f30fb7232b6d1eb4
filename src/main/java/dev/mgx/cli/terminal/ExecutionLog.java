package dev.mgx.cli.terminal;

import dev.mgx.cli.terminal.Style.Span;
import tools.jackson.databind.JsonNode;

/** Prints what the programs of a run printed: all of it, or only what the failed checks ran. Not thread-safe. */
public final class ExecutionLog {
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final boolean failedOnly;
    private boolean empty = true;

    public ExecutionLog(Terminal terminal, boolean failedOnly) {
        this.terminal = terminal;
        this.failedOnly = failedOnly;
    }

    /** Takes the next event of the run. */
    public void event(JsonNode event) {
        JsonNode payload = event.path("payload");
        JsonNode execution = payload.path("execution");
        if (event.path("event_type").asString("").equals("EXECUTION_STREAM") && !failedOnly) {
            boolean error = payload.path("stream_type").asString("").equals("stderr");
            print((error ? Style.YELLOW : Style.PLAIN).of(payload.path("line").asString("")));
        } else if (execution.isObject() && (!failedOnly || failed(execution))) {
            boolean passed = execution.path("passed").asBoolean(false);
            String message = payload.path("message").asString("");
            print((passed ? Style.GREEN : Style.RED)
                    .of(message.lines().findFirst().orElse("")));
            if (failedOnly) {
                execution.path("results").forEach(this::result);
            }
            terminal.line("");
        }
    }

    private static boolean failed(JsonNode execution) {
        return !execution.path("passed").asBoolean(false);
    }

    private void result(JsonNode result) {
        if (result.path("passed").asBoolean(false)) {
            return;
        }
        print(Style.BOLD.of(result.path("id").asString("")));
        for (JsonNode step : result.path("steps")) {
            print(Style.PLAIN.of(INDENT + "$ " + step.path("run").asString("")));
            printed(step.path("output").asString(""), Style.PLAIN);
            printed(step.path("errors").asString(""), Style.YELLOW);
            String problem = step.path("problem").asString("");
            if (!problem.isEmpty()) {
                problem.lines().forEach(line -> print(Style.RED.of(INDENT + line)));
            }
        }
    }

    private void printed(String text, Style style) {
        text.lines().forEach(line -> print(style.of(INDENT + line)));
    }

    private void print(Span line) {
        empty = false;
        terminal.line(line);
    }

    /** Says so if there was nothing to print. */
    public void close() {
        if (empty) {
            terminal.note(failedOnly ? "No check failed in this run" : "Nothing was run in this run");
        }
    }
}
