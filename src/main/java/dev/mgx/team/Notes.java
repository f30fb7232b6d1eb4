package dev.mgx.team;

import dev.mgx.engine.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people have said to the team while it works. For the workflow's own thread. */
final class Notes {
    private final Run run;
    private final List<String> said = new ArrayList<>();

    Notes(Run run) {
        this.run = run;
    }

    /** Takes what has come since, before the step of this name; answers whether anything has. */
    boolean takeBefore(String step) throws InterruptedException {
        int before = said.size();
        for (Map<String, @Nullable Object> message : run.drain("messages-before-" + step, "messages")) {
            if (message.get("content") instanceof String content && !content.isBlank()) {
                said.add(content);
            }
        }
        return said.size() > before;
    }

    /** All of it, the oldest first. */
    String text() {
        return String.join("\n\n", said);
    }
}
