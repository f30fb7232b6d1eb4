package dev.mgx.task;

import java.util.Map;
import java.util.Objects;

/**
 * Which run a person asked for.
 *
 * @param kind how the run begins
 * @param input what it needs to know beyond the task: {@code content} of a follow-up message,
 *     {@code file_path} and {@code instruction} of an edit; empty otherwise, but for what the methods below put in
 * @param options those of the task that are others from this run on
 */
public record RunRequest(Kind kind, Map<String, String> input, TaskOptions options) {

    /** How a run begins. */
    public enum Kind {
        /** From the requirement, with nothing. */
        FRESH,
        /** Where the run before it ended: its finished steps and its files are kept. */
        RESUME,
        /** From a person's message, on the latest files. */
        FOLLOW_UP,
        /** From an instruction for one file, on the latest files. */
        EDIT
    }

    private static final String SAID = "said";
    private static final String FROM = "from";

    public static final RunRequest FRESH = new RunRequest(Kind.FRESH, Map.of());
    public static final RunRequest RESUME = new RunRequest(Kind.RESUME, Map.of());

    public RunRequest {
        input = Map.copyOf(input);
        options = Objects.requireNonNullElse(options, TaskOptions.DEFAULT); // one that was kept before there were any
    }

    private RunRequest(Kind kind, Map<String, String> input) {
        this(kind, input, TaskOptions.DEFAULT);
    }

    /** The same with these options for the task. */
    public RunRequest with(TaskOptions changed) {
        return new RunRequest(kind, input, changed);
    }

    /** A new run from the requirement, on the latest files. */
    public static RunRequest freshFromLatest() {
        return new RunRequest(Kind.FRESH, Map.of(FROM, "latest"));
    }

    /** Whether the run starts from the latest files; one that resumes has those of the run before it. */
    public boolean startsFromLatest() {
        return kind == Kind.FOLLOW_UP || kind == Kind.EDIT || input.containsKey(FROM);
    }

    public static RunRequest followUp(String content) {
        return new RunRequest(Kind.FOLLOW_UP, Map.of("content", content));
    }

    /** The same for what the journal of the run before has already as said. */
    public static RunRequest followUpOnSaid(String content) {
        return new RunRequest(Kind.FOLLOW_UP, Map.of("content", content, SAID, "true"));
    }

    /** Whether the journal has the message already. */
    public boolean saidBefore() {
        return input.containsKey(SAID);
    }

    public static RunRequest edit(String filePath, String instruction) {
        return new RunRequest(Kind.EDIT, Map.of("file_path", filePath, "instruction", instruction));
    }
}
