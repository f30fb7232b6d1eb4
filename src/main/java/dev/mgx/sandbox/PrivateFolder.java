package dev.mgx.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that only the server's user can read, and that is gone with everything in it at the end. */
record PrivateFolder(Path path) implements AutoCloseable {
    static PrivateFolder create() throws IOException {
        return new PrivateFolder(Files.createTempDirectory("mgx-sandbox-"));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
