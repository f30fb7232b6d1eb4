package dev.mgx.workspace;

import dev.mgx.archive.Tar;
import dev.mgx.archive.TarReader;
import dev.mgx.file.NamelessFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What build tools and package managers keep in a project's folder for themselves, and the times of its files, by which they
 * know what is new. Lasts from one command of a run to the next, and no longer: tools make it again. Confined to the steps of
 * one run that follow each other.
 */
public final class ToolFolders implements AutoCloseable {
    private static final Set<String> NAMES = Set.of(
            "node_modules",
            ".venv",
            "venv",
            "__pycache__",
            ".pytest_cache",
            ".mypy_cache",
            ".ruff_cache",
            ".tox",
            "target",
            ".gradle",
            ".m2",
            ".npm",
            ".cache",
            ".vite",
            ".git",
            ".mgx-checks");

    private static final int BUFFER = 64 * 1024;

    private Map<String, Stamp> stamps = Map.of();
    private @Nullable NamelessFile kept;

    /** When a file got its content, in seconds since 1970. */
    private record Stamp(String hash, long changed, boolean executable) {}

    /** Whether a path is in such a folder, or one itself. */
    static boolean contain(String path) {
        return Arrays.stream(path.split("/", -1)).anyMatch(NAMES::contains);
    }

    /** Writes a file as it was when it was read last, else as new. */
    void write(String path, byte[] content, long now, OutputStream archive) throws IOException {
        Stamp stamp = stamps.get(path);
        long changed = stamp != null && stamp.hash().equals(hash(content)) ? stamp.changed() : now;
        boolean script = content.length > 2 && content[0] == '#' && content[1] == '!';
        int mode = script || (stamp != null && stamp.executable()) ? Tar.EXECUTABLE_MODE : Tar.PLAIN_MODE;
        Tar.file(path, mode, changed, content, archive);
    }

    /** Writes what the tools left. */
    void writeTo(OutputStream archive) throws IOException {
        if (kept != null) {
            FileChannel channel = kept.channel().position(0);
            new BufferedInputStream(Channels.newInputStream(channel), BUFFER).transferTo(archive);
        }
    }

    /** What is read of an archive; takes the place of what was there before when it is whole. */
    final class Reading implements AutoCloseable {
        private final Map<String, Stamp> read = new HashMap<>();
        private final NamelessFile file;
        private final OutputStream out;
        private boolean whole;

        Reading() throws IOException {
            file = NamelessFile.of(new byte[0]);
            out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER);
        }

        void file(TarReader.Entry entry, String path, byte[] content) {
            read.put(path, new Stamp(hash(content), entry.changed(), entry.isExecutable()));
        }

        void tool(TarReader.Entry entry, String path, TarReader archive) throws IOException {
            switch (entry.kind()) {
                case FILE -> Tar.file(path, entry.mode(), entry.changed(), archive.content(), out);
                case LINK -> Tar.link(path, entry.target(), entry.changed(), out);
                case FOLDER, OTHER -> {}
            }
        }

        void end() throws IOException {
            out.flush();
            ToolFolders.this.close();
            kept = file;
            stamps = read;
            whole = true;
        }

        @Override
        public void close() throws IOException {
            if (!whole) {
                file.close();
            }
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
