package dev.mgx.workspace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a zip's central directory says about its entries, in its order, that {@link java.util.zip.ZipFile} does not tell.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, 4.3.12 and 4.3.16</a>
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;

    private static final int UNIX = 3;
    private static final int MACOS = 19;
    private static final int TYPE_OF_FILE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int FOLDER = 0x4000;
    private static final int LINK = 0xa000;

    private ZipDirectory() {}

    /** What an entry is. */
    enum Kind {
        FILE,
        ENCRYPTED,
        LINK,
        /** A device, a pipe or a socket. */
        SPECIAL
    }

    /**
     * The entries' kinds.
     *
     * @throws IOException where it is no zip, or is cut
     */
    static List<Kind> kinds(Path zip, int most) throws IOException, UnusableArchive {
        ByteBuffer directory = directory(zip);
        List<Kind> kinds = new ArrayList<>();
        while (directory.remaining() >= ENTRY_BYTES) {
            int at = directory.position();
            if (directory.getInt(at) != ENTRY_SIGNATURE) {
                throw new IOException("its directory is broken");
            }
            if (kinds.size() == most) {
                throw UnusableArchive.tooLarge("The zip has more than %,d entries".formatted(most));
            }
            kinds.add(kind(directory, at));
            int length = ENTRY_BYTES
                    + unsigned(directory, at + 28)
                    + unsigned(directory, at + 30)
                    + unsigned(directory, at + 32);
            if (length > directory.remaining()) {
                throw new IOException("its directory is cut");
            }
            directory.position(at + length);
        }
        return kinds;
    }

    private static Kind kind(ByteBuffer directory, int at) {
        if ((unsigned(directory, at + 8) & 1) != 0) {
            return Kind.ENCRYPTED;
        }
        int system = directory.get(at + 5) & 0xff;
        if (system != UNIX && system != MACOS) {
            return Kind.FILE;
        }
        return switch ((directory.getInt(at + 38) >>> 16) & TYPE_OF_FILE) {
            case LINK -> Kind.LINK;
            case 0, REGULAR, FOLDER -> Kind.FILE;
            default -> Kind.SPECIAL;
        };
    }

    private static ByteBuffer directory(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            ByteBuffer tail = read(
                    file,
                    Math.max(0, file.length() - END_BYTES - MAX_COMMENT),
                    Math.min(file.length(), END_BYTES + MAX_COMMENT));
            for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END_SIGNATURE && at + END_BYTES + unsigned(tail, at + 20) == tail.limit()) {
                    long length = Integer.toUnsignedLong(tail.getInt(at + 12));
                    long end = file.length() - tail.limit() + at;
                    if (length > end) {
                        throw new IOException("its directory is cut");
                    }
                    return read(file, end - length, length);
                }
            }
            throw new IOException("it has no directory at its end");
        }
    }

    private static ByteBuffer read(RandomAccessFile file, long from, long length) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(length)];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
