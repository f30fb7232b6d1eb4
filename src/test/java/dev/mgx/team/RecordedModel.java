package dev.mgx.team;

import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real model's answers in one run, each role's in their order. Unlike a replay it does not ask that the prompts are
 * the same: those of a repair quote what the sandbox printed, which differs from machine to machine. Thread-safe.
 */
final class RecordedModel implements Model {
    /** How a run ends that asks for more than was recorded. */
    static final String OVER = "The recording has no further answer of this role";

    private final Map<AgentRole, Deque<Call>> left = new EnumMap<>(AgentRole.class);

    /** What is kept of a recorded call. */
    record Call(
            AgentRole role,
            String text,
            ModelFailed.@Nullable Kind failure,
            @Nullable String failureMessage) {}

    /** @param lines each a {@link Call} */
    RecordedModel(List<String> lines) {
        for (String line : lines) {
            Call call = Json.read(line, Call.class);
            left.computeIfAbsent(call.role(), role -> new ArrayDeque<>()).add(call);
        }
    }

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        Call call = next(prompt.role());
        onText.text(call.text());
        if (call.failure() != null) {
            throw new ModelFailed(call.failure(), String.valueOf(call.failureMessage()), null);
        }
        return new Answer(call.text(), new Usage(0, 0, BigDecimal.ZERO, 1));
    }

    private synchronized Call next(AgentRole role) {
        Call call = left.getOrDefault(role, new ArrayDeque<>()).poll();
        if (call == null) {
            throw new ModelFailed(ModelFailed.Kind.REFUSED, OVER, null);
        }
        return call;
    }
}
