package dev.mgx.projection;

import dev.mgx.store.ArtifactContent;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a commit is called: the first sentence of an event that was recorded in the transaction of its files and says more than
 * their names, else the thought before it, else the names.
 */
final class CommitMessages {
    /** Characters of a sentence, as long as git shows it in a line. */
    private static final int LONGEST = 100;

    private final Map<String, Instant> artifacts = new HashMap<>();
    private final Set<Instant> times = new HashSet<>();
    private final Map<Instant, String> told = new HashMap<>();
    private final Map<Instant, String> thoughts = new HashMap<>();
    private @Nullable String thought;
    private @Nullable Instant thoughtUsed;

    CommitMessages(Collection<ArtifactContent> written) {
        written.forEach(file -> {
            Instant at = file.version().createdAt();
            artifacts.put(file.version().artifactId(), at);
            times.add(at);
        });
    }

    /** Takes the next event of the task. */
    void add(Event event) {
        Instant at = Objects.requireNonNullElse(
                artifacts.get(String.valueOf(event.payload().get("artifact_id"))), event.timestamp());
        if (event.eventType() == EventType.TASK_START || thoughtUsed != null && !at.equals(thoughtUsed)) {
            thought = null;
            thoughtUsed = null;
        }
        boolean says = says(event);
        if (times.contains(at) && event.payload().containsKey("step")) {
            if (says) {
                told.putIfAbsent(at, sentence(event.message()));
            }
            if (thought != null) {
                thoughts.putIfAbsent(at, thought);
                thoughtUsed = at;
            }
        } else if (says && event.visualType() == VisualType.MESSAGE) {
            thought = event.message().strip().contains(" ") ? sentence(event.message()) : null;
        }
    }

    /** Whether it is told to people, and more than a file's name. */
    private static boolean says(Event event) {
        boolean forPeople = event.eventType() == EventType.MESSAGE
                || event.eventType() == EventType.AGENT_COMPLETE
                || event.visualType() == VisualType.MESSAGE
                || event.visualType() == VisualType.DEBUG;
        return forPeople && !event.message().isBlank() && !event.message().equals(event.filePath());
    }

    /** The message of what was written then. */
    String of(Instant at, List<CommittedFiles.Committed> files) {
        String said = told.getOrDefault(at, thoughts.get(at));
        if (said != null || files.isEmpty()) {
            return Objects.requireNonNullElse(said, "");
        }
        String first = "Write " + files.getFirst().filePath();
        return switch (files.size()) {
            case 1 -> first;
            case 2 -> first + " and another file";
            default -> "%s and %d other files".formatted(first, files.size() - 1);
        };
    }

    /** The first sentence, without its full stop. */
    static String sentence(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        int end = line.indexOf(". ");
        String sentence = end > 0 ? line.substring(0, end) : line;
        if (sentence.endsWith(".") && !sentence.endsWith("..")) {
            sentence = sentence.substring(0, sentence.length() - 1);
        }
        return sentence.codePointCount(0, sentence.length()) <= LONGEST
                ? sentence
                : sentence.substring(0, sentence.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
