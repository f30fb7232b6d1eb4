package dev.mgx.cli.terminal;

import dev.mgx.cli.terminal.Style.Span;
import dev.mgx.client.MgxEvent;
import dev.mgx.client.MgxState;
import dev.mgx.client.WatchListener;
import dev.mgx.task.AgentRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Prints a run's progress line by line, on a terminal with a status line below. Times are relative to the start of the
 * run. Without a terminal, a line says from time to time what a model does that takes long.
 */
public final class Progress implements WatchListener {
    /** How long nothing may be printed while a model is at work. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final InstantSource clock;
    private final LatestRun run = new LatestRun();
    private final OpenCalls calls = new OpenCalls();
    private final StatusLine statusLine;
    private final @Nullable ModelText text;
    private Instant runBeganAt = Instant.EPOCH;
    private Instant latestAt = Instant.EPOCH;
    private Instant printedAt;

    /** A failure that the next event, or the report, may tell again. */
    private @Nullable JsonNode held;

    /** @param showText whether the text of models is printed as it is written */
    public Progress(Terminal terminal, boolean showText) {
        this(terminal, Clock.systemUTC(), showText);
    }

    Progress(Terminal terminal, InstantSource clock, boolean showText) {
        this.terminal = terminal;
        this.clock = clock;
        statusLine = new StatusLine(terminal, clock, calls);
        text = showText ? new ModelText(terminal) : null;
        printedAt = clock.instant();
    }

    public LatestRun run() {
        return run;
    }

    @Override
    public void event(MgxEvent received) {
        JsonNode event = received.json();
        tellHeldBefore(event);
        time(event);
        run.event(received);
        calls.event(event, latestAt);
        statusLine.event(event, latestAt);
        if (text != null) {
            text.event(event);
        }
        print(event);
        sayWhatTakesLong();
    }

    private void print(JsonNode event) {
        JsonNode payload = event.path("payload");
        String message = message(event);
        Span who = who(event);
        switch (type(event)) {
            // Deltas are printed only on demand, ends are in the report, and AGENT_COMPLETE repeats the agent's last
            // message.
            case "MESSAGE_DELTA", "RESULT", "TASK_COMPLETE", "AGENT_COMPLETE" -> {}
            case "ERROR", "TASK_ERROR", "TASK_CANCELLED" -> held = event;
            case "AGENT_START" -> {
                if (!terminal.rewrites()) {
                    line(who, Style.DIM.of(message));
                }
            }
            case "EXECUTION_STREAM" -> output(payload, message);
            case "MESSAGE" -> message(event, who, message);
            case "LOG" -> log(event, who, message);
            case "USER_MESSAGE" -> wrapped(Style.BOLD.of("You"), Style.PLAIN.of(message));
            case "APPROVAL_REQUEST" -> approval(payload, who, message);
            default -> line(who, Style.DIM.of(message));
        }
    }

    @Override
    public void state(MgxState state) {
        statusLine.state(state);
    }

    @Override
    public void tick() {
        if (held != null && type(held).equals("LOG")) {
            tellHeldBefore(MissingNode.getInstance());
        }
        statusLine.show();
        sayWhatTakesLong();
    }

    private void sayWhatTakesLong() {
        Instant now = clock.instant();
        if (!terminal.rewrites()
                && !calls.isEmpty()
                && Duration.between(printedAt, now).compareTo(QUIET) >= 0) {
            printedAt = now;
            terminal.line(elapsed(now), Style.DIM.of(calls.describe(now)));
        }
    }

    @Override
    public void disconnected() {
        statusLine.clear();
        terminal.line(Style.YELLOW.of("Lost the connection to the server; reconnecting…"));
    }

    @Override
    public void reconnected() {
        terminal.line(Style.YELLOW.of("Reconnected; nothing was missed."));
    }

    /** Clears the status line. What the run ended with is for the report to tell. */
    public void close() {
        if (held != null && !type(held).startsWith("TASK_")) {
            tellHeldBefore(MissingNode.getInstance());
        }
        statusLine.clear();
    }

    private void time(JsonNode event) {
        latestAt = RunStopwatch.time(event.path("timestamp").asString(""), latestAt);
        if (event.path("event_type").asString("").equals("TASK_START") || runBeganAt.equals(Instant.EPOCH)) {
            runBeganAt = latestAt;
        }
    }

    /** A failure is told once: by the last of the events that say it, or by the report. */
    private void tellHeldBefore(JsonNode event) {
        JsonNode failure = held;
        held = null;
        if (failure != null && !message(failure).equals(message(event))) {
            Style style = type(failure).equals("TASK_CANCELLED") ? Style.YELLOW : Style.RED;
            wrapped(who(failure), style.of(message(failure)));
        }
    }

    private static String type(JsonNode event) {
        return event.path("event_type").asString("");
    }

    private static String message(JsonNode event) {
        return event.path("payload").path("message").asString("");
    }

    private void log(JsonNode event, Span who, String message) {
        JsonNode payload = event.path("payload");
        switch (payload.path("status").asString("")) {
            case "calling" -> {} // the start of the turn was printed, and the status line shows the current activity
            case "retrying" -> wrapped(who, Style.YELLOW.of(message));
            default -> {
                if (payload.has("kind")) { // what a step failed of, which may be what the run fails of
                    held = event;
                } else {
                    line(who, Style.DIM.of(message));
                }
            }
        }
    }

    private void message(JsonNode event, Span who, String message) {
        String file = event.path("file_path").asString("");
        JsonNode payload = event.path("payload");
        switch (event.path("visual_type").asString("")) {
            case "CODE" ->
                line(
                        who,
                        Style.PLAIN.of(message),
                        Style.DIM.of("  " + lines(payload.path("content").asString(""))));
            case "DIFF" ->
                line(
                        who,
                        Style.PLAIN.of(message),
                        Style.DIM.of("  " + changes(event.path("code_diff").asString(""))));
            case "EXECUTION" -> {
                boolean passed = payload.path("execution").path("passed").asBoolean(false);
                wrapped(who, (passed ? Style.GREEN : Style.RED).of(message));
            }
            default ->
                wrapped(
                        who,
                        Style.PLAIN.of(file.isEmpty() || message.contains(file) ? message : message + "  " + file));
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
        terminal.cut(Style.DIM.of("       │ "), (isError ? Style.YELLOW : Style.PLAIN).of(line));
    }

    private void approval(JsonNode payload, Span who, String message) {
        terminal.line("");
        terminal.wrapped(Style.PLAIN.of(payload.path("content").asString("")), Style.DIM.of("  "));
        terminal.line("");
        if (!payload.path("checks").isEmpty()) {
            terminal.line(Style.BOLD.of("  Acceptance checks"));
            new CheckRows(terminal).plan(payload.path("checks"));
            terminal.line("");
        }
        wrapped(who, Style.YELLOW.of(message));
    }

    private void line(Span who, Span... what) {
        Span[] line = new Span[what.length + 2];
        line[0] = elapsed(latestAt);
        line[1] = padded(who);
        System.arraycopy(what, 0, line, 2, what.length);
        printedAt = clock.instant();
        terminal.cut(line);
    }

    private void wrapped(Span who, Span what) {
        printedAt = clock.instant();
        terminal.wrapped(what, elapsed(latestAt), padded(who));
    }

    private Span elapsed(Instant at) {
        return Style.DIM.of("%5s  ".formatted(RunStopwatch.clock(Duration.between(runBeganAt, at))));
    }

    private static Span padded(Span who) {
        return new Span(who.style(), "%-15s  ".formatted(who.text()));
    }

    private static Span who(JsonNode event) {
        String role = event.path("agent_role").asString("");
        Style style = switch (role) {
            case "ProductManager" -> Style.MAGENTA;
            case "Architect" -> Style.BLUE;
            case "QaEngineer" -> Style.YELLOW;
            case "Debugger" -> Style.RED;
            case "" -> Style.DIM;
            default -> Style.CYAN;
        };
        return style.of(role.isEmpty() ? "MGX" : AgentRole.displayName(role));
    }
}
