package dev.mgx.sandbox.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary folder that only the server's user can read, and that is gone with everything in it at the end. */
record PrivateFolder(Path path) implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PrivateFolder.class);

    static PrivateFolder create() throws IOException {
        return new PrivateFolder(Files.createTempDirectory("mgx-sandbox-"));
    }

    /** Removes it. What a program made undeletable stays, and is logged: its run is none the worse. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("The folder {} could not be removed", path, e);
        }
    }
}
