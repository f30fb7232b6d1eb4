package dev.mgx.team;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The simulated model with scripted answers for some roles; records the prompts. */
final class ScriptedModel implements Model {
    private final SimulatedModel otherwise;
    private final Map<AgentRole, Deque<String>> scripts = new EnumMap<>(AgentRole.class);
    private final Map<AgentRole, Deque<ModelFailed>> failures = new EnumMap<>(AgentRole.class);
    private final List<Prompt> asked = new CopyOnWriteArrayList<>();

    ScriptedModel(Mistake mistake) {
        otherwise = new SimulatedModel(Duration.ZERO, mistake);
    }

    ScriptedModel says(AgentRole role, String... answers) {
        scripts.computeIfAbsent(role, r -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    /** Fails in the middle of its next answer to this role. */
    ScriptedModel breaks(AgentRole role, ModelFailed failure) {
        failures.computeIfAbsent(role, r -> new ArrayDeque<>()).add(failure);
        return this;
    }

    /** The user parts of the prompts of this role, in order. */
    List<String> asked(AgentRole role) {
        return asked.stream()
                .filter(prompt -> prompt.role() == role)
                .map(Prompt::user)
                .toList();
    }

    /** The prompts of this role, in order. */
    List<Prompt> prompts(AgentRole role) {
        return asked.stream().filter(prompt -> prompt.role() == role).toList();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        asked.add(prompt);
        String scripted;
        synchronized (scripts) {
            ModelFailed failure =
                    failures.getOrDefault(prompt.role(), new ArrayDeque<>()).poll();
            if (failure != null) {
                onText.text("half an ans");
                throw failure;
            }
            scripted = scripts.getOrDefault(prompt.role(), new ArrayDeque<>()).poll();
        }
        if (scripted == null) {
            return otherwise.answer(prompt, limits, onText);
        }
        onText.text(scripted);
        return new Answer(scripted, new Usage(10, 5, BigDecimal.ZERO, 1));
    }
}
