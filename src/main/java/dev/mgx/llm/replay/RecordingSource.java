package dev.mgx.llm.replay;

import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Models whose calls are appended to a file, one JSON object per line. The file is readable only by its owner,
 * because prompts are private. An incomplete last line after a crash is removed when the file is opened again.
 * Thread-safe.
 */
public final class RecordingSource implements ModelSource, AutoCloseable {
    private final ModelSource source;

    /** Not a channel: an interrupt of a writing thread would close it for all threads. */
    private final RandomAccessFile file;

    private RecordingSource(ModelSource source, RandomAccessFile file) {
        this.source = source;
        this.file = file;
    }

    /**
     * Opens the file, creating it if necessary.
     *
     * @throws IllegalArgumentException when the file cannot be written
     */
    public static RecordingSource open(ModelSource source, Path path) {
        try {
            create(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            file.setLength(endOfLastLine(file));
            file.seek(file.length());
            return new RecordingSource(source, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Model calls cannot be recorded to %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static void create(Path path) throws IOException {
        FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                .close();
    }

    private static long endOfLastLine(RandomAccessFile file) throws IOException {
        for (long end = file.length(); end > 0; end--) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                return end;
            }
        }
        return 0;
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
        byte[] line = (Json.write(call) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            long end = file.getFilePointer();
            try {
                file.write(line);
            } catch (IOException e) {
                file.setLength(end); // remove the part that was written
                file.seek(end);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A model call could not be recorded: " + e.getMessage(), e);
        }
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
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            List<String> pieces = new ArrayList<>();
            try {
                Answer answer = model.answer(prompt, limits, piece -> {
                    if (!piece.isEmpty()) {
                        pieces.add(piece);
                    }
                    onText.text(piece);
                });
                write(call(prompt, pieces, answer.usage(), null));
                return answer;
            } catch (ModelFailed e) {
                write(call(prompt, pieces, Usage.NONE, e));
                throw e;
            }
        }

        private RecordedCall call(Prompt prompt, List<String> pieces, Usage usage, @Nullable ModelFailed failed) {
            return new RecordedCall(
                    RecordedCall.hash(prompt),
                    name(),
                    simulated(),
                    prompt.role(),
                    prompt.system(),
                    prompt.user(),
                    prompt.answerSchema(),
                    List.copyOf(pieces),
                    usage.inputTokens(),
                    usage.outputTokens(),
                    failed == null ? null : failed.kind(),
                    failed == null ? null : failed.getMessage());
        }
    }
}
