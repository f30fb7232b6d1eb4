package dev.mgx.llm;

import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model with scripted behaviour per call, which counts its calls. After the end of the script it answers "done". */
public final class FakeModel implements Model {
    static final Usage USED = new Usage(100, 20, BigDecimal.ZERO, 1);

    private final String name;
    private final Deque<Behaviour> script = new ArrayDeque<>();
    private volatile ModelProfile profile = ModelProfile.UNKNOWN;
    private final List<AnswerLimits> calls = new CopyOnWriteArrayList<>();

    /** The behaviour of a model in a call. */
    public interface Behaviour {
        Answer answer(TextListener onText) throws InterruptedException;
    }

    public FakeModel(String name) {
        this.name = name;
    }

    /** What is known of it. */
    public FakeModel known(ModelProfile known) {
        profile = known;
        return this;
    }

    public FakeModel then(Behaviour behaviour) {
        script.add(behaviour);
        return this;
    }

    public FakeModel fails(Kind... kinds) {
        for (Kind kind : kinds) {
            then(onText -> {
                throw new ModelFailed(kind, "The model " + name + " failed as " + kind, null);
            });
        }
        return this;
    }

    public FakeModel says(String text) {
        return then(onText -> {
            onText.text(text);
            return new Answer(text, USED);
        });
    }

    /** The number of calls. */
    public int asked() {
        return calls.size();
    }

    /** The limits of each call. */
    public List<AnswerLimits> limits() {
        return new ArrayList<>(calls);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public ModelProfile profile() {
        return profile;
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        Behaviour behaviour;
        synchronized (script) {
            calls.add(limits);
            behaviour = script.poll();
        }
        return behaviour == null ? new Answer("done", USED) : behaviour.answer(onText);
    }
}
