package dev.mgx.cli;

import dev.mgx.cli.Ink.Span;
import dev.mgx.task.AgentRole;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/**
 * Tells a person, line by line, what the team does, and on a terminal below it what goes on now. Times are
 * those since the run began.
 */
final class Progress implements WatchListener {
    private final Terminal terminal;
    private final StatusLine now;
    private Instant runBeganAt = Instant.EPOCH;
    private Instant latestAt = Instant.EPOCH;

    Progress(Terminal terminal) {
        this.terminal = terminal;
        now = new StatusLine(terminal);
    }

    @Override
    public void event(JsonNode event) {
        time(event);
        now.event(event);
        JsonNode payload = event.path("payload");
        String message = payload.path("message").asString("");
        Span who = who(event);
        switch (event.path("event_type").asString("")) {
            // Deltas are for pages; the ends are in the report, and a turn's end says what its message said.
            case "MESSAGE_DELTA", "RESULT", "TASK_COMPLETE", "TASK_ERROR", "AGENT_COMPLETE" -> {}
            case "AGENT_START" -> {
                if (!terminal.rewrites()) {
                    line(who, Ink.DIM.of(message));
                }
            }
            case "EXECUTION_STREAM" -> output(payload, message);
            case "MESSAGE" -> message(event, who, message);
            case "ERROR" -> wrapped(who, Ink.RED.of(message));
            case "TASK_CANCELLED" -> line(who, Ink.YELLOW.of(message));
            case "LOG" -> log(payload, who, message);
            case "USER_MESSAGE" -> wrapped(Ink.BOLD.of("You"), Ink.PLAIN.of(message));
            case "APPROVAL_REQUEST" -> approval(payload, who, message);
            default -> line(who, Ink.DIM.of(message));
        }
    }

    @Override
    public void state(JsonNode state) {
        now.state(state);
    }

    @Override
    public void tick() {
        now.show();
    }

    @Override
    public void lost() {
        now.clear();
        terminal.line(Ink.YELLOW.of("Lost the connection to the server; reconnecting…"));
    }

    @Override
    public void found() {
        terminal.line(Ink.YELLOW.of("Reconnected; nothing was missed."));
    }

    /** Takes what goes on now off the screen. */
    void close() {
        now.clear();
    }

    private void time(JsonNode event) {
        try {
            latestAt = Instant.parse(event.path("timestamp").asString(""));
        } catch (DateTimeParseException e) {
            return; // a time that is missing leaves the last one
        }
        if (event.path("event_type").asString("").equals("TASK_START") || runBeganAt.equals(Instant.EPOCH)) {
            runBeganAt = latestAt;
            now.runBeganAt(runBeganAt);
        }
    }

    private void log(JsonNode payload, Span who, String message) {
        switch (payload.path("status").asString("")) {
            case "calling" -> {} // the turn has begun, which is said; what goes on now is in the status
            case "retrying" -> wrapped(who, Ink.YELLOW.of(message));
            default -> line(who, Ink.DIM.of(message));
        }
    }

    private void message(JsonNode event, Span who, String message) {
        String file = event.path("file_path").asString("");
        JsonNode payload = event.path("payload");
        switch (event.path("visual_type").asString("")) {
            case "CODE" ->
                line(
                        who,
                        Ink.PLAIN.of(message),
                        Ink.DIM.of("  " + lines(payload.path("content").asString(""))));
            case "DIFF" ->
                line(
                        who,
                        Ink.PLAIN.of(message),
                        Ink.DIM.of("  " + changes(event.path("code_diff").asString(""))));
            case "EXECUTION" -> {
                boolean passed = payload.path("execution").path("passed").asBoolean(false);
                wrapped(who, (passed ? Ink.GREEN : Ink.RED).of(message));
            }
            default ->
                wrapped(who, Ink.PLAIN.of(file.isEmpty() || message.contains(file) ? message : message + "  " + file));
        }
    }

    private static String lines(String content) {
        long count = content.lines().count();
        return count == 1 ? "1 line" : count + " lines";
    }

    private static String changes(String diff) {
        long added = diff.lines()
                .filter(line -> line.startsWith("+") && !line.startsWith("+++"))
                .count();
        long removed = diff.lines()
                .filter(line -> line.startsWith("-") && !line.startsWith("---"))
                .count();
        return "+%d −%d lines".formatted(added, removed);
    }

    private void output(JsonNode payload, String message) {
        boolean isError = payload.path("stream_type").asString("").equals("stderr");
        String line = payload.path("line").asString(message);
        terminal.cut(Ink.DIM.of("       │ "), (isError ? Ink.YELLOW : Ink.PLAIN).of(line));
    }

    private void approval(JsonNode payload, Span who, String message) {
        terminal.line("");
        terminal.wrapped(Ink.PLAIN.of(payload.path("content").asString("")), Ink.DIM.of("  "));
        terminal.line("");
        wrapped(who, Ink.YELLOW.of(message));
    }

    private void line(Span who, Span... what) {
        Span[] line = new Span[what.length + 2];
        line[0] = elapsed();
        line[1] = padded(who);
        System.arraycopy(what, 0, line, 2, what.length);
        terminal.cut(line);
    }

    private void wrapped(Span who, Span what) {
        terminal.wrapped(what, elapsed(), padded(who));
    }

    private Span elapsed() {
        return Ink.DIM.of("%5s  ".formatted(StatusLine.clock(Duration.between(runBeganAt, latestAt))));
    }

    private static Span padded(Span who) {
        return new Span(who.ink(), "%-15s  ".formatted(who.text()));
    }

    private static Span who(JsonNode event) {
        String role = event.path("agent_role").asString("");
        Ink ink = switch (role) {
            case "ProductManager" -> Ink.MAGENTA;
            case "Architect" -> Ink.BLUE;
            case "QaEngineer" -> Ink.YELLOW;
            case "Debugger" -> Ink.RED;
            case "" -> Ink.DIM;
            default -> Ink.CYAN;
        };
        return ink.of(role.isEmpty() ? "MGX" : AgentRole.displayName(role));
    }
}
