package dev.mgx.team;

import dev.mgx.engine.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages from people to the team during a run. Confined to the workflow's thread. */
final class Notes {
    private final Run run;
    private final List<String> messages = new ArrayList<>();

    Notes(Run run) {
        this.run = run;
    }

    /** Takes new messages before the step of this name; returns whether there were any. */
    boolean takeBefore(String step) throws InterruptedException {
        int before = messages.size();
        for (Map<String, @Nullable Object> message : run.drain("messages-before-" + step, "messages")) {
            if (message.get("content") instanceof String content && !content.isBlank()) {
                messages.add(content);
            }
        }
        return messages.size() > before;
    }

    /** All messages, oldest first. */
    String text() {
        return String.join("\n\n", messages);
    }
}
