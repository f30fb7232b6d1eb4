package dev.mgx.team.turn;

import dev.mgx.engine.Step;
import dev.mgx.llm.gateway.CallListener;
import dev.mgx.llm.gateway.CallReport;
import dev.mgx.llm.gateway.CallReport.Calling;
import dev.mgx.llm.gateway.CallReport.GivenUp;
import dev.mgx.llm.gateway.CallReport.Interrupted;
import dev.mgx.llm.gateway.CallReport.Retrying;
import dev.mgx.llm.gateway.CallReport.Text;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.time.Duration;
import java.util.Locale;

/**
 * Journals what a model call does, as it does it: a request is on the disk before it leaves, and a wait says what it
 * is for. The events carry {@code call} (1, 2, … within the try of the step) and {@code attempt} (1, 2, … within the
 * call); the text of a later pair takes the place of an earlier one's. For the thread of its step.
 */
public record CallJournal(Turn turn, Step step, int call) implements CallListener {

    @Override
    public void onReport(CallReport report) throws InterruptedException {
        switch (report) {
            case Calling calling ->
                step.emit(event(
                                EventType.LOG,
                                calling,
                                "%s: waiting for %s".formatted(turn.doing(), shown(calling.model())))
                        .with("status", "calling")
                        .with("model", calling.model())
                        .with("estimated_input_tokens", calling.inputTokens())
                        .with("max_output_tokens", calling.outputTokens())
                        .with("read_per_second", calling.profile().readPerSecond())
                        .with("written_per_second", calling.profile().writtenPerSecond()));
            case Text text -> {
                EventDraft delta = event(EventType.MESSAGE_DELTA, text, text.piece())
                        .with("content", text.piece())
                        .with("status", text.thought() ? "thinking" : "drafting");
                step.emit(text.thought() ? delta.with("thought", true) : delta);
            }
            case Retrying retrying -> {
                turn.use(retrying.usage());
                step.emit(event(EventType.LOG, retrying, describe(retrying))
                        .with("status", "retrying")
                        .with("kind", retrying.failure().kind().name())
                        .with("model", retrying.model())
                        .with("next_model", retrying.nextModel())
                        .with("delay_seconds", seconds(retrying.delay()))
                        .with("usage", turn.takeUsage()));
            }
            case GivenUp givenUp -> turn.use(givenUp.usage());
            case Interrupted interrupted -> {
                turn.use(interrupted.usage());
                step.recordInterrupted(event(EventType.LOG, interrupted, "%s: interrupted".formatted(turn.doing()))
                        .with("status", "interrupted")
                        .with("kind", "INTERRUPTED")
                        .with("model", interrupted.model())
                        .with("usage", turn.takeUsage()));
            }
        }
    }

    private static String shown(String model) {
        return model.equals("simulated") ? "the simulated model" : model;
    }

    private EventDraft event(EventType type, CallReport report, String message) {
        return turn.event(type, message).with("call", call).with("attempt", report.attempt());
    }

    private static String describe(Retrying retrying) {
        String what = String.valueOf(retrying.failure().getMessage());
        return retrying.nextModel() == null
                ? String.format(Locale.ROOT, "%s. Retrying in %.1f seconds", what, seconds(retrying.delay()))
                : "%s. Trying %s instead".formatted(what, retrying.nextModel());
    }

    private static double seconds(Duration delay) {
        return Math.round(delay.toMillis() / 100.0) / 10.0;
    }
}
