package dev.mgx.cli.terminal;

import dev.mgx.cli.terminal.Style.Span;
import dev.mgx.task.AgentRole;
import tools.jackson.databind.JsonNode;

/** Prints acceptance checks, one below the other: those of a plan, and those of a result with what came of them. */
record CheckRows(Terminal terminal) {
    private static final String INDENT = "  ";

    /** Prints the checks of a plan. */
    void plan(JsonNode checks) {
        for (JsonNode check : checks) {
            Span id = Style.BOLD.of("%s%-4s ".formatted(INDENT, check.path("id").asString("")));
            terminal.wrapped(Style.PLAIN.of(PrintedCheck.of(check) + selfReported(check)), id);
            String quote = check.path("quote").asString("");
            if (!quote.isBlank()) {
                terminal.wrapped(
                        Style.DIM.of("“%s”".formatted(quote.strip())),
                        Style.PLAIN.of(" ".repeat(id.text().length())));
            }
        }
        explain(checks);
    }

    /**
     * Prints the checks of a result.
     *
     * @param untested whether nothing could be run; such a check is not shown as failed
     */
    void result(JsonNode checks, LatestResults results, boolean untested) {
        for (JsonNode check : checks) {
            boolean passed = check.path("passed").asBoolean(false);
            Span mark = passed
                    ? Style.GREEN.of(INDENT + "passed   ")
                    : untested ? Style.YELLOW.of(INDENT + "not run  ") : Style.RED.of(INDENT + "FAILED   ");
            Span below = Style.PLAIN.of(" ".repeat(mark.text().length()));
            terminal.wrapped(Style.PLAIN.of(PrintedCheck.of(check) + selfReported(check)), mark);
            String failure =
                    passed || untested ? "" : results.failure(check.path("id").asString(""));
            if (!failure.isEmpty()) {
                terminal.wrapped(Style.RED.of(failure), below);
            }
            changed(check.path("changed"), below);
        }
        explain(checks);
    }

    private void changed(JsonNode changed, Span below) {
        if (changed.isObject()) {
            String by = changed.path("by").asString("");
            String sentence = "Changed by %s after it failed: %s"
                    .formatted(
                            by.equalsIgnoreCase("person") ? "a person" : "the " + AgentRole.displayName(by),
                            changed.path("reason").asString(""));
            terminal.wrapped(Style.YELLOW.of(sentence), below);
        }
    }

    private static String selfReported(JsonNode check) {
        return check.path("self_reported").asBoolean(false) ? "  (self-reported)" : "";
    }

    private void explain(JsonNode checks) {
        if (checks.valueStream().anyMatch(check -> check.path("self_reported").asBoolean(false))) {
            terminal.wrapped(
                    Style.YELLOW.of("Self-reported: the verdict comes from test code in the program's own process."),
                    Style.PLAIN.of(INDENT));
        }
    }
}
