package dev.mgx.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A project's files as a zip, made piece by piece, so that one file at a time is in memory. The same files
 * give the same bytes. Not thread-safe.
 */
public final class ProjectZip implements Iterator<byte[]> {
    private final Iterator<Entry> files;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(piece, StandardCharsets.UTF_8);
    private boolean finished;

    /**
     * A file to be put in.
     *
     * @param changedAt when it was written; kept to two seconds, in UTC
     */
    public record Entry(SafePath path, Instant changedAt, String content) {}

    /** @param files is asked for a file when its piece is asked for; no path twice */
    public ProjectZip(Iterator<Entry> files) {
        this.files = files;
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    /** The bytes of one more file; those of the directory at the end. */
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
            throw new UncheckedIOException("A zip could not be made in memory", e);
        }
        byte[] bytes = piece.toByteArray();
        piece.reset();
        return bytes;
    }

    private void write(Entry file) throws IOException {
        ZipEntry entry = new ZipEntry(file.path().text());
        entry.setTimeLocal(LocalDateTime.ofInstant(file.changedAt(), ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(file.content().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
