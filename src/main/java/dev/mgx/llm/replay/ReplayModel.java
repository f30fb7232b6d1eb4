package dev.mgx.llm.replay;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the recorded answers and failures for the same prompts. Several answers to one prompt are replayed in
 * order, then from the first again. Has the name of the recorded model, and is simulated if that was. Thread-safe.
 */
public final class ReplayModel implements Model {
    private static final Logger log = LoggerFactory.getLogger(ReplayModel.class);

    private final Map<String, Deque<RecordedCall>> calls = new HashMap<>();
    private final RecordedCall first;

    private ReplayModel(List<RecordedCall> recorded) {
        first = recorded.getFirst();
        recorded.forEach(call -> calls.computeIfAbsent(call.prompt(), prompt -> new ArrayDeque<>())
                .add(call));
    }

    /**
     * Reads a recording; lines that a crash has cut off are skipped, and logged.
     *
     * @throws IllegalArgumentException when the file is not a recording
     */
    public static ReplayModel read(Path path) {
        try {
            RecordedCalls recorded = RecordedCalls.read(path);
            if (recorded.whole().isEmpty()) {
                throw new IllegalArgumentException("it contains no complete call");
            }
            if (recorded.torn() > 0) {
                log.warn("{} has {} incomplete lines, which are skipped", path, recorded.torn());
            }
            return new ReplayModel(recorded.whole());
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return first.model();
    }

    @Override
    public boolean simulated() {
        return first.simulated();
    }

    /** What was known before the first call of the recording; of one of earlier versions, nothing. */
    @Override
    public ModelProfile profile() {
        return Objects.requireNonNullElse(first.profile(), ModelProfile.UNKNOWN);
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        RecordedCall call = next(prompt);
        for (String piece : call.pieces()) {
            onText.text(piece);
        }
        if (call.failure() != null) {
            throw new ModelFailed(call.failure(), Objects.requireNonNullElse(call.failureMessage(), "It failed"), null);
        }
        Usage usage = new Usage(call.inputTokens(), call.outputTokens(), BigDecimal.ZERO, 1);
        return new Answer(String.join("", call.pieces()), usage);
    }

    private synchronized RecordedCall next(Prompt prompt) {
        Deque<RecordedCall> recorded = calls.get(RecordedCall.hash(prompt));
        if (recorded == null) {
            throw new ModelFailed(
                    ModelFailed.Kind.REFUSED,
                    "%s: the recording has no answer to this prompt; the requirement, the prompts or the sandbox have changed since it was made"
                            .formatted(prompt.role().displayName()),
                    null);
        }
        RecordedCall call = recorded.removeFirst();
        recorded.addLast(call);
        return call;
    }
}
