package dev.mgx.llm.provider;

import dev.mgx.file.PrivateFile;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.ModelProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was learned about models, in a file that only its owner can read. It can be deleted at any time; a file that
 * cannot be read or written costs that something is learned again, and a line in the log. Thread-safe.
 */
public final class ProfileFile {
    private static final Logger log = LoggerFactory.getLogger(ProfileFile.class);
    private static final String NAME = "model-profiles.json";

    /** Users can choose any model name, so the oldest are dropped. */
    private static final int MAX_ENTRIES = 100;

    private static final int MAX_BYTES = 1 << 20;

    private final Path folder;
    private final Path file;

    /** @param folder written to only while it exists */
    public ProfileFile(Path folder) {
        this.folder = folder;
        file = folder.resolve(NAME);
    }

    /**
     * What was learned about one model.
     *
     * @param endpoint where it was asked
     * @param identity of the model behind the name, as the server told
     */
    record Entry(String endpoint, String model, String identity, Instant learnedAt, ModelProfile profile) {
        boolean isOf(String endpoint, String model) {
            return this.endpoint.equals(endpoint) && this.model.equals(model);
        }
    }

    private record Content(List<Entry> models) {}

    synchronized Optional<Entry> find(String endpoint, String model) {
        return read().stream().filter(entry -> entry.isOf(endpoint, model)).findFirst();
    }

    synchronized void put(Entry entry) {
        List<Entry> entries = new ArrayList<>(read());
        entries.removeIf(each -> each.isOf(entry.endpoint(), entry.model()));
        entries.add(entry);
        List<Entry> kept = entries.subList(Math.max(0, entries.size() - MAX_ENTRIES), entries.size());
        try {
            if (Files.isDirectory(folder)) {
                PrivateFile.replace(file, Json.write(new Content(kept)) + "\n");
            }
        } catch (IOException e) {
            log.warn("What was learned about {} cannot be kept: {}", entry.model(), e.getMessage());
        }
    }

    private List<Entry> read() {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            PrivateFile.restrict(file);
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than %d bytes".formatted(MAX_BYTES));
            }
            return Json.read(Files.readString(file, StandardCharsets.UTF_8), Content.class)
                    .models();
        } catch (IOException | MalformedJson e) {
            log.warn("{} is ignored: {}", file, e.getMessage());
            return List.of();
        }
    }
}
