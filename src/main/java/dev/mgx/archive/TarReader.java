package dev.mgx.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a tar archive, entry by entry: USTAR, and the long names and links of GNU. What it says is not to be trusted, paths
 * in particular. Not thread-safe.
 */
public final class TarReader {
    /** Longer names are of nobody who means well; Linux has 4,096. */
    private static final int LONGEST_NAME = 8_192;

    private final InputStream in;
    private long left;
    private long padding;

    /** @param in buffered; read to the end of the archive, and closed by the caller */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /** What an entry is. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /**
     * An entry.
     *
     * @param path as it stands there, without a slash at its end
     * @param target of a symbolic link; else empty
     * @param changed in seconds since 1970
     * @param length of its content in bytes
     */
    public record Entry(String path, Kind kind, String target, int mode, long changed, long length) {
        public boolean isExecutable() {
            return (mode & 0100) != 0;
        }
    }

    /**
     * The next entry; what was not read of the one before is skipped. Empty at the end of the archive.
     *
     * @throws EOFException if the archive is only a part
     * @throws IOException if it is no archive
     */
    public Optional<Entry> next() throws IOException {
        String longName = "";
        String longTarget = "";
        while (true) {
            in.skipNBytes(left + padding);
            byte[] header = in.readNBytes(Tar.BLOCK);
            if (header.length < Tar.BLOCK) {
                throw new EOFException("the archive ends in the middle");
            }
            if (isZero(header)) {
                left = 0;
                padding = 0;
                return Optional.empty();
            }
            check(header);
            left = number(header, 124, 12);
            padding = Tar.padding(left).length;
            char type = (char) header[156];
            if (type == Tar.LONG_NAME) {
                longName = name();
            } else if (type == Tar.LONG_TARGET) {
                longTarget = name();
            } else {
                String path = longName.isEmpty() ? text(header, 0, Tar.MAX_NAME) : longName;
                return Optional.of(new Entry(
                        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                        kind(type),
                        longTarget.isEmpty() ? text(header, 157, Tar.MAX_NAME) : longTarget,
                        (int) number(header, 100, 8),
                        number(header, 136, 12),
                        left));
            }
        }
    }

    /** The rest of the entry's content. */
    public byte[] content() throws IOException {
        if (left > Integer.MAX_VALUE) {
            throw new IOException("a file of %d bytes".formatted(left));
        }
        byte[] content = in.readNBytes((int) left);
        if (content.length < left) {
            throw new EOFException("the archive ends in the middle");
        }
        left = 0;
        return content;
    }

    private String name() throws IOException {
        if (left > LONGEST_NAME) {
            throw new IOException("a name of %d bytes".formatted(left));
        }
        byte[] content = content();
        return text(content, 0, content.length);
    }

    private static Kind kind(char type) {
        return switch (type) {
            case Tar.FILE, '\0' -> Kind.FILE;
            case '5' -> Kind.FOLDER;
            case Tar.LINK -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }

    private static boolean isZero(byte[] header) {
        for (byte each : header) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static void check(byte[] header) throws IOException {
        long expected = number(header, 148, 8);
        byte[] blank = header.clone();
        Arrays.fill(blank, 148, 156, (byte) ' ');
        if (Tar.checksum(blank) != expected) {
            throw new IOException("not a tar archive");
        }
    }

    private static long number(byte[] header, int offset, int width) throws IOException {
        String digits =
                new String(header, offset, width, ISO_8859_1).replace('\0', ' ').strip();
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[0-7]{1,12}+")) {
            throw new IOException("not a number in a tar archive");
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int offset, int width) {
        int end = offset;
        while (end < offset + width && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, UTF_8);
    }
}
