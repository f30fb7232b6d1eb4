package dev.mgx.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files that a person names, and overwrites none. */
public final class NewFile {
    private NewFile() {}

    /**
     * Writes a file.
     *
     * @param option by which it was named
     * @throws IllegalArgumentException if it exists
     * @throws UncheckedIOException if it cannot be written; the message is one sentence
     */
    public static void write(Path file, byte[] content, String option) {
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "The file %s already exists; choose another name with %s".formatted(file, option), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
