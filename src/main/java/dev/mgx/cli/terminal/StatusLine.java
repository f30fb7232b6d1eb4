package dev.mgx.cli.terminal;

import dev.mgx.task.AgentRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** The status line of a run: its progress, the current activity and the elapsed time. */
final class StatusLine {
    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();
    private Instant runBeganAt;
    private String activity = "";
    private long written;
    private int percent;
    private String waiting = "";

    StatusLine(Terminal terminal) {
        this.terminal = terminal;
        runBeganAt = clock.instant();
    }

    void runBeganAt(Instant time) {
        runBeganAt = time;
        percent = 0;
    }

    void event(JsonNode event) {
        JsonNode payload = event.path("payload");
        switch (event.path("event_type").asString("")) {
            case "AGENT_START", "LOG" -> {
                String role = event.path("agent_role").asString("");
                activity = (role.isEmpty() ? "" : AgentRole.displayName(role) + ": ")
                        + payload.path("message").asString("");
                written = 0;
                waiting = "";
            }
            case "MESSAGE_DELTA" ->
                written += payload.path("content").asString("").length();
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

    void state(JsonNode state) {
        percent = (int) Math.round(state.path("progress").asDouble(0) * 100);
        int position = state.path("queue_position").asInt(0);
        if (position > 0) {
            waiting = ordinal(position) + " in the queue";
        } else if (state.path("waiting_for").path("what").asString("").isEmpty()) {
            waiting = "";
        }
        show();
    }

    void show() {
        String what = waiting.isEmpty() ? activity : waiting;
        if (what.isEmpty()) {
            clear();
            return;
        }
        String size = written == 0 || !waiting.isEmpty() ? "" : ", %,d characters so far".formatted(written);
        terminal.status("%5s  %3d %%  %s%s"
                .formatted(clock(Duration.between(runBeganAt, clock.instant())), percent, what, size));
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

    /** Minutes and seconds, with hours if there are any. */
    static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
