package dev.mgx.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A project's files as a zip archive, produced in chunks so that only one file at a time is in memory. The same files
 * give the same bytes. Not thread-safe.
 */
public final class ProjectZip implements Iterator<byte[]> {
    private final Iterator<Entry> files;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(chunk, StandardCharsets.UTF_8);
    private boolean finished;

    /** The time of every file, the earliest that a zip can have: the same files are the same archive, whenever written. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** A file of the archive. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    public record Entry(SafePath path, byte[] content) {
        public Entry(SafePath path, String content) {
            this(path, content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param files read lazily, one file per chunk; paths must be unique */
    public ProjectZip(Iterator<Entry> files) {
        this.files = files;
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    /** The bytes of the next file, or finally of the central directory. */
    @Override
    public byte[] next() {
        if (finished) {
            throw new NoSuchElementException();
        }
        try {
            if (files.hasNext()) {
                write(files.next());
            } else {
                zip.finish();
                finished = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write a zip archive in memory", e);
        }
        byte[] bytes = chunk.toByteArray();
        chunk.reset();
        return bytes;
    }

    private void write(Entry file) throws IOException {
        ZipEntry entry = new ZipEntry(file.path().text());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(file.content());
        zip.closeEntry();
    }
}
