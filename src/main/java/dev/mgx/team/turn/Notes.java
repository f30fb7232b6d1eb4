package dev.mgx.team.turn;

import dev.mgx.engine.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages from people to the team during a run. Confined to the workflow's thread. */
public final class Notes {
    private final Run run;
    private final List<String> messages = new ArrayList<>();

    public Notes(Run run) {
        this.run = run;
    }

    /** Takes new messages before the step of this name; returns whether there were any. */
    public boolean takeBefore(String step) throws InterruptedException {
        int before = messages.size();
        for (Map<String, @Nullable Object> message : run.drain("messages-before-" + step, "messages")) {
            if (message.get("content") instanceof String content && !content.isBlank()) {
                messages.add(content);
            }
        }
        return messages.size() > before;
    }

    /** What a person said elsewhere, as with an approval. */
    public void add(String message) {
        messages.add(message);
    }

    /** The new messages before the step of this name, oldest first; empty if there are none. */
    public Optional<String> newBefore(String step) throws InterruptedException {
        int before = messages.size();
        return takeBefore(step)
                ? Optional.of(String.join("\n\n", messages.subList(before, messages.size())))
                : Optional.empty();
    }

    /** All messages, oldest first. */
    public String text() {
        return String.join("\n\n", messages);
    }
}
