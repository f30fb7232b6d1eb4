package dev.mgx.cli.terminal;

import dev.mgx.client.MgxState;
import dev.mgx.task.AgentRole;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/** The status line of a run: its time, its progress, and what is done right now. */
final class StatusLine {
    private final Terminal terminal;
    private final InstantSource clock;
    private final OpenCalls calls;
    private final RunStopwatch stopwatch;
    private String activity = "";
    private int percent;
    private String waiting = "";

    /** @param calls the model calls under way, kept by the caller */
    StatusLine(Terminal terminal, InstantSource clock, OpenCalls calls) {
        this.terminal = terminal;
        this.clock = clock;
        this.calls = calls;
        stopwatch = new RunStopwatch(clock.instant());
    }

    void event(JsonNode event, Instant at) {
        stopwatch.event(event, at);
        JsonNode payload = event.path("payload");
        switch (event.path("event_type").asString("")) {
            case "TASK_START" -> percent = 0;
            case "AGENT_START", "LOG" -> {
                waiting = "";
                if (payload.path("status").asString("").equals("calling")) {
                    break; // the call itself is shown, and when it is over what the step does
                }
                String role = event.path("agent_role").asString("");
                activity = (role.isEmpty() ? "" : AgentRole.displayName(role) + ": ")
                        + payload.path("message").asString("");
            }
            // With interactive input the status line would overwrite the answer being typed.
            case "APPROVAL_REQUEST" -> {
                waiting = terminal.in().isEmpty() ? "Needs your approval" : "";
                activity = "";
            }
            case "TASK_COMPLETE", "TASK_ERROR", "TASK_CANCELLED" -> activity = "";
            default -> {}
        }
        show();
    }

    void state(MgxState state) {
        percent = (int) Math.round(state.progress() * 100);
        int position = state.queuePosition();
        if (position > 0) {
            waiting = ordinal(position) + " in the queue";
        } else if (state.waitsFor().isEmpty()) {
            waiting = "";
        }
        show();
    }

    void show() {
        Instant now = clock.instant();
        String what = !waiting.isEmpty() ? waiting : calls.isEmpty() ? activity : calls.describe(now);
        if (what.isEmpty()) {
            clear();
        } else {
            terminal.status("%5s  %3d %%  %s".formatted(stopwatch.text(now), percent, what));
        }
    }

    void clear() {
        terminal.status("");
    }

    /** 1st, 2nd, 3rd, 4th … */
    private static String ordinal(int number) {
        boolean teen = number / 10 % 10 == 1;
        return number
                + switch (teen ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
