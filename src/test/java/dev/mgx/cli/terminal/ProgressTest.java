package dev.mgx.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxEvent;
import dev.mgx.client.WatchListener;
import dev.mgx.json.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees of a run while its model takes long, by a clock that the test moves. */
@Timeout(10)
class ProgressTest {
    private static final Map<String, String> NO_COLOUR = Map.of("TERM", "xterm", "NO_COLOR", "1");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Progress onATerminal() {
        return new Progress(Terminal.of(Shell.stream(out), Shell.stream(out), null, 120, NO_COLOUR), () -> now, false);
    }

    private Progress plain(boolean showText) {
        return new Progress(Terminal.plain(Shell.stream(out), Shell.stream(out)), () -> now, showText);
    }

    /** An event of now, of a step of the architect's. */
    private void event(WatchListener progress, String type, Map<String, ?> payload) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(Map.of("message", type, "step", "design"));
        all.putAll(payload);
        progress.event(new MgxEvent(Json.readTree(Json.write(Map.of(
                "event_type",
                type,
                "agent_role",
                type.startsWith("TASK") ? "" : "Architect",
                "timestamp",
                now.toString(),
                "payload",
                all)))));
    }

    private void asked(Progress progress, int tokens) {
        event(progress, "LOG", Map.of("status", "calling", "call", 1, "attempt", 1, "estimated_input_tokens", tokens));
    }

    private void writes(Progress progress, String text) {
        event(progress, "MESSAGE_DELTA", Map.of("content", text, "call", 1, "attempt", 1));
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    /** The status line as it is now. */
    private String shown() {
        String text = Shell.text(out);
        return text.substring(text.lastIndexOf("\u001b[K") + 3).stripTrailing();
    }

    @Test
    void theStatusLineSaysThatAModelReadsAndThenHowMuchItHasWrittenAndHowFast() {
        Progress progress = onATerminal();
        event(progress, "TASK_START", Map.of("max_duration_seconds", 600));
        event(progress, "AGENT_START", Map.of("message", "Designing the program"));
        asked(progress, 1_234);
        pass(35);
        progress.tick();
        assertThat(shown())
                .isEqualTo("0:35 of 10:00    0 %  Architect · reading the prompt (about 1,200 tokens), 35 s");
        writes(progress, "one");
        for (int second = 0; second < 10; second++) {
            pass(1);
            writes(progress, " a b c d e f g h i");
        }
        assertThat(shown()).isEqualTo("0:45 of 10:00    0 %  Architect · 91 words, 9 words a second");
        pass(95);
        progress.tick();
        assertThat(shown()).endsWith("91 words, 9 words a second, nothing more for 1 min 35 s");
        event(progress, "MESSAGE", Map.of("message", "The design"));
        progress.tick();
        assertThat(shown()).endsWith("Architect: Designing the program");
    }

    @Test
    void anAttemptThatIsMadeAgainBeginsAnew() {
        Progress progress = onATerminal();
        event(progress, "TASK_START", Map.of());
        asked(progress, 100);
        writes(progress, "one two three");
        event(progress, "LOG", Map.of("status", "retrying"));
        event(progress, "LOG", Map.of("status", "calling", "call", 1, "attempt", 2));
        event(progress, "MESSAGE_DELTA", Map.of("content", "four", "call", 1, "attempt", 2));
        assertThat(shown()).endsWith("Architect · 1 word");
    }

    @Test
    void whatIsSeenLateHasTheSpeedThatItWasWrittenWith() {
        Progress progress = onATerminal();
        event(progress, "TASK_START", Map.of());
        asked(progress, 0);
        CallProgress call = new CallProgress(0, now);
        call.text("one", false, now.plusSeconds(1));
        call.text(" two three", false, now.plusSeconds(2));
        assertThat(call.describe(now.plusSeconds(2))).isEqualTo("3 words, 2 words a second");
    }

    @Test
    void aScriptWithoutBlanksHasAWordForEachCharacterAndThoughtsAreCalledSo() {
        CallProgress call = new CallProgress(0, now);
        call.text("建造一个 two", true, now);
        call.text("ps", true, now);
        assertThat(call.describe(now)).isEqualTo("thinking, 5 words");
    }

    @Test
    void withoutATerminalALineEveryHalfMinuteSaysThatTheModelLives() {
        Progress progress = plain(false);
        event(progress, "TASK_START", Map.of());
        asked(progress, 40);
        for (int second = 0; second < 65; second++) {
            pass(1);
            progress.tick();
        }
        writes(progress, "one two");
        for (int second = 0; second < 30; second++) {
            pass(1);
            writes(progress, " three");
        }
        assertThat(Shell.text(out).lines().skip(1))
                .containsExactly(
                        " 0:30  Architect · reading the prompt (about 40 tokens), 30 s",
                        " 1:00  Architect · reading the prompt (about 40 tokens), 1 min 0 s",
                        " 1:30  Architect · 27 words, 1.0 words a second");
    }

    @Test
    void aWaitForAPersonTakesNoTimeOfTheLimit() {
        RunStopwatch stopwatch = new RunStopwatch(now);
        Instant began = now;
        stopwatch.event(
                Json.readTree("{\"event_type\":\"TASK_START\",\"payload\":{\"max_duration_seconds\":60}}"), began);
        stopwatch.event(
                Json.readTree("{\"payload\":{\"waiting_for\":{\"what\":\"approval\",\"since\":\"%s\"}}}"
                        .formatted(began.plusSeconds(10))),
                began.plusSeconds(10));
        assertThat(stopwatch.text(began.plusSeconds(500))).isEqualTo("0:10 of 1:00");
        stopwatch.event(Json.readTree("{\"payload\":{\"waiting_for\":null}}"), began.plusSeconds(500));
        assertThat(stopwatch.text(began.plusSeconds(505))).isEqualTo("0:15 of 1:00");
    }

    @Test
    void theTextIsShownLineByLineWhereAPersonAsksForIt() {
        Progress progress = plain(true);
        event(progress, "TASK_START", Map.of());
        asked(progress, 1);
        writes(progress, "def rom");
        writes(progress, "an(n):\n    return 'X'\nlast");
        event(progress, "MESSAGE", Map.of("message", "Wrote it"));
        assertThat(Shell.text(out)).contains("""
                       ┌ Architect
                       │ def roman(n):
                       │     return 'X'
                       │ last
                """);
    }

    @Test
    void thoughtsAreShownAsThoughts() {
        Progress progress = plain(true);
        event(progress, "TASK_START", Map.of());
        asked(progress, 1);
        event(progress, "MESSAGE_DELTA", Map.of("content", "Hm,\nhm.", "thought", true, "call", 1, "attempt", 1));
        writes(progress, "Yes");
        event(progress, "MESSAGE", Map.of("message", "Wrote it"));
        assertThat(Shell.text(out)).contains("""
                       ┌ Architect, thinking
                       │ Hm,
                       │ hm.
                       ┌ Architect
                       │ Yes
                """);
    }

    @Test
    void thePlanIsShownWithItsChecksAndHowTheyAreCorrected() {
        Terminal terminal = Terminal.plain(Shell.stream(out), Shell.stream(out));
        WatchListener progress = new ApprovalPrompt(
                plain(false), new MgxClient(URI.create("http://127.0.0.1:1")), "id", terminal, "mgx approve 01a2");
        event(progress, "APPROVAL_REQUEST", Map.of("content", "The plan", "checks", Json.readTree("""
                [{"id": "C1", "quote": "14 is XIV", "check": "x", "files": [], "self_reported": false,
                  "steps": [{"run": "python3 roman.py 14", "input": "", "output": "XIV", "exit_code": 0, "files": []}]}]
                """)));
        assertThat(Shell.text(out))
                .containsSubsequence(
                        "The plan",
                        "  C1   $ python3 roman.py 14  →  XIV",
                        "       “14 is XIV”",
                        "mgx approve 01a2   (--no rejects",
                        "mgx approve 01a2 --print-checks > checks.json, edit it, mgx approve 01a2 --checks checks.json");
    }

    @Test
    void whatARunFailsOfIsLeftToTheReport() {
        Progress progress = plain(false);
        event(progress, "TASK_START", Map.of());
        event(progress, "LOG", Map.of("message", "Budget is spent", "kind", "OVER_BUDGET"));
        event(progress, "ERROR", Map.of("message", "Budget is spent"));
        event(progress, "TASK_ERROR", Map.of("message", "Budget is spent"));
        progress.close();
        assertThat(Shell.text(out)).doesNotContain("Budget is spent");
    }

    @Test
    void whatAnEarlierRunFailedOfIsToldOnceAndWhatAStepFailedOfIsToo() {
        Progress progress = plain(false);
        event(progress, "TASK_START", Map.of("message", "Run 1 started"));
        event(progress, "LOG", Map.of("message", "No answer", "kind", "TIMED_OUT"));
        event(progress, "ERROR", Map.of("message", "Too slow; not confirmed to have ended: 7"));
        event(progress, "TASK_ERROR", Map.of("message", "Too slow"));
        event(progress, "TASK_START", Map.of("message", "Run 2 started"));
        event(progress, "TASK_CANCELLED", Map.of("message", "Stopped"));
        event(progress, "TASK_START", Map.of("message", "Run 3 started"));
        event(progress, "LOG", Map.of("message", "No answer again", "kind", "TIMED_OUT"));
        progress.tick();
        assertThat(Shell.text(out).lines().map(line -> line.substring(24)))
                .containsExactly(
                        "Run 1 started",
                        "No answer",
                        "Too slow; not confirmed to have ended: 7",
                        "Too slow",
                        "Run 2 started",
                        "Stopped",
                        "Run 3 started",
                        "No answer again");
    }

    @Test
    void theLimitThatARunRanOutOfIsKnownFromItsEvents() {
        LatestRun run = new LatestRun();
        WatchListener listener = run::event;
        Map<String, ?> limits = Map.of("max_duration_seconds", 60, "max_cost_usd", 0.5, "max_tokens", 3000);
        event(listener, "TASK_START", limits);
        pass(61);
        event(listener, "TASK_ERROR", Map.of());
        assertThat(run.spent().map(SpentLimit::option)).contains("--max-duration 2m");
        event(listener, "TASK_START", limits);
        assertThat(run.spent()).isEmpty();
        event(listener, "LOG", Map.of("kind", "OVER_BUDGET"));
        event(listener, "TASK_ERROR", Map.of("metrics", Map.of("input_tokens", 2500, "cost_usd", 0.1)));
        assertThat(run.spent().map(SpentLimit::option)).contains("--max-tokens 6000");
        event(listener, "TASK_START", limits);
        event(listener, "LOG", Map.of("kind", "OVER_BUDGET"));
        event(listener, "TASK_ERROR", Map.of("metrics", Map.of("input_tokens", 25, "cost_usd", 0.4)));
        assertThat(run.spent().map(SpentLimit::option)).contains("--max-cost 1.00");
        event(listener, "TASK_START", limits);
        event(listener, "TASK_ERROR", Map.of("message", "The plan was rejected"));
        assertThat(run.spent()).isEmpty();
    }
}
