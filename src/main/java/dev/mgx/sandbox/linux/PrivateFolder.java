package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.StaleSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary folder that only the server's user can read; deleted with its content on close. */
record PrivateFolder(Path path) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PrivateFolder.class);

    static PrivateFolder create() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(StaleSockets.SANDBOX));
    }

    /** Deletes the folder. What cannot be deleted stays and is logged; the execution does not fail because of it. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("Could not delete the folder {}", path, e);
        }
    }
}
