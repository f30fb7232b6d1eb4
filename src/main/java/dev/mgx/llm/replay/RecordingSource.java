package dev.mgx.llm.replay;

import dev.mgx.file.PrivateFile;
import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Models whose calls are appended to a file, one JSON object per line. The file is readable only by its owner,
 * because prompts are private. Nothing in it is ever changed: after a line that a crash has cut off, the next call begins
 * a new line, and a replay skips what was cut. Thread-safe.
 */
public final class RecordingSource implements ModelSource, AutoCloseable {
    private final ModelSource source;
    private final @Nullable Integer contextTokens;

    /** Not a channel: an interrupt of a writing thread would close it for all threads. */
    private final OutputStream file;

    /** Whether the last line is incomplete; guarded by this. */
    private boolean torn;

    private RecordingSource(ModelSource source, @Nullable Integer contextTokens, OutputStream file, boolean torn) {
        this.source = source;
        this.contextTokens = contextTokens;
        this.file = file;
        this.torn = torn;
    }

    /**
     * Opens the file, creating it if necessary.
     *
     * @param contextTokens the size that was set for all windows, which is recorded so that a replay asks the same
     *     prompts; null if none was
     * @throws IllegalArgumentException when the file cannot be written, is another's, or is not a recording
     */
    public static RecordingSource open(ModelSource source, @Nullable Integer contextTokens, Path path) {
        try {
            requireRecording(path);
            PrivateFile.ensure(path);
            boolean torn = endsWithinALine(path);
            OutputStream file = Files.newOutputStream(
                    path, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            return new RecordingSource(source, contextTokens, file, torn);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Model calls cannot be recorded to %s: %s".formatted(path, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Model calls cannot be recorded to %s: %s; name a new file or an earlier recording"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /** Before anything of the file is changed, its permissions too. */
    private static void requireRecording(Path path) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            RecordedCalls.read(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean endsWithinALine(Path path) throws IOException {
        try (SeekableByteChannel file =
                Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (file.size() == 0) {
                return false;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            file.position(file.size() - 1).read(last);
            return last.get(0) != '\n';
        }
    }

    @Override
    public Model usual() {
        return new Recorded(source.usual());
    }

    @Override
    public Model named(String name) {
        return new Recorded(source.named(name));
    }

    private synchronized void write(RecordedCall call) {
        byte[] line = ((torn ? "\n" : "") + Json.write(call) + "\n").getBytes(StandardCharsets.UTF_8);
        torn = true; // until the whole line is written
        try {
            file.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("A model call could not be recorded: " + e.getMessage(), e);
        }
        torn = false;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /** A model whose calls are recorded when they are over, except interrupted ones. */
    private final class Recorded implements Model {
        private final Model model;

        private Recorded(Model model) {
            this.model = model;
        }

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public boolean simulated() {
            return model.simulated();
        }

        @Override
        public ModelProfile profile() {
            ModelProfile profile = model.profile();
            return contextTokens == null || simulated() ? profile : profile.withContext(contextTokens);
        }

        @Override
        public void learn() throws InterruptedException {
            model.learn();
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            List<String> pieces = new ArrayList<>();
            ModelProfile before = profile();
            try {
                Answer answer = model.answer(prompt, limits, new Keeper(pieces, onText));
                // Of what came, some may have turned out to be thought.
                boolean whole = String.join("", pieces).equals(answer.text());
                write(call(prompt, before, whole ? pieces : List.of(answer.text()), answer.usage(), null));
                return answer;
            } catch (ModelFailed e) {
                write(call(prompt, before, pieces, Usage.NONE, e));
                throw e;
            }
        }

        private RecordedCall call(
                Prompt prompt, ModelProfile profile, List<String> pieces, Usage usage, @Nullable ModelFailed failed) {
            return new RecordedCall(
                    RecordedCall.hash(prompt),
                    name(),
                    simulated(),
                    prompt.role(),
                    prompt.system(),
                    prompt.user(),
                    prompt.answerSchema(),
                    prompt.answerTokens() == 0 ? null : prompt.answerTokens(),
                    prompt.temperature(),
                    prompt.exchanges().isEmpty() ? null : prompt.exchanges(),
                    profile.equals(ModelProfile.UNKNOWN) ? null : profile,
                    List.copyOf(pieces),
                    usage.inputTokens(),
                    usage.outputTokens(),
                    failed == null ? null : failed.kind(),
                    failed == null ? null : failed.getMessage());
        }
    }

    /** Keeps the pieces of text on their way; thoughts are not recorded. */
    private record Keeper(List<String> pieces, TextListener onText) implements TextListener {
        @Override
        public void text(String piece) throws InterruptedException {
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
            onText.text(piece);
        }

        @Override
        public void thought(String piece) throws InterruptedException {
            onText.thought(piece);
        }
    }
}
