package dev.mgx.task;

import java.util.Map;
import java.util.Objects;

/**
 * A request for a run.
 *
 * @param kind how the run starts
 * @param input additional input: {@code content} of a follow-up message, {@code file_path} and {@code instruction} of
 *     an edit, {@code base} of one that is not of the latest version, and the markers that the factory methods add
 * @param options task options that change from this run on
 */
public record RunRequest(Kind kind, Map<String, String> input, TaskOptions options) {

    /** How a run starts. */
    public enum Kind {
        /** From the requirement, without files. */
        FRESH,
        /** Where the previous run ended, with its finished steps and files. */
        RESUME,
        /** From a message, on the latest files. */
        FOLLOW_UP,
        /** From an instruction for one file, on the latest files. */
        EDIT
    }

    private static final String SAID = "said";
    private static final String FROM = "from";
    private static final String RESTORES = "restores";

    public static final RunRequest FRESH = new RunRequest(Kind.FRESH, Map.of());
    public static final RunRequest RESUME = new RunRequest(Kind.RESUME, Map.of());

    public RunRequest {
        input = Map.copyOf(input);
        options = Objects.requireNonNullElse(options, TaskOptions.DEFAULT); // stored before options existed
    }

    private RunRequest(Kind kind, Map<String, String> input) {
        this(kind, input, TaskOptions.DEFAULT);
    }

    /** A copy with these task options. */
    public RunRequest with(TaskOptions changed) {
        return new RunRequest(kind, input, changed);
    }

    /** A new run from the requirement, on the latest files. */
    public static RunRequest freshFromLatest() {
        return new RunRequest(Kind.FRESH, Map.of(FROM, "latest"));
    }

    /** Whether the run starts from the latest files; a resumed run has those of the previous run anyway. */
    public boolean startsFromLatest() {
        return kind == Kind.FOLLOW_UP || kind == Kind.EDIT || input.containsKey(FROM);
    }

    public static RunRequest followUp(String content) {
        return new RunRequest(Kind.FOLLOW_UP, Map.of("content", content));
    }

    /** A follow-up whose message is already recorded in the previous run. */
    public static RunRequest followUpOnSaid(String content) {
        return new RunRequest(Kind.FOLLOW_UP, Map.of("content", content, SAID, "true"));
    }

    /** Whether the message is already recorded. */
    public boolean saidBefore() {
        return input.containsKey(SAID);
    }

    public static RunRequest edit(String filePath, String instruction) {
        return new RunRequest(Kind.EDIT, Map.of("file_path", filePath, "instruction", instruction));
    }

    /** An edit of an earlier version, which had this content. */
    public static RunRequest editOf(String filePath, String instruction, String base) {
        return new RunRequest(Kind.EDIT, Map.of("file_path", filePath, "instruction", instruction, "base", base));
    }

    /** Makes an earlier version, which had this content, the latest one again. */
    public static RunRequest restore(String filePath, int version, String base) {
        String instruction = "Restore version %d of %s".formatted(version, filePath);
        return new RunRequest(
                Kind.EDIT, Map.of("file_path", filePath, "instruction", instruction, "base", base, RESTORES, "true"));
    }

    /** Whether the file becomes what it was, without any model. */
    public boolean restores() {
        return input.containsKey(RESTORES);
    }
}
