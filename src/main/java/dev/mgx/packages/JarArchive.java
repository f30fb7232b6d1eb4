package dev.mgx.packages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Files as a tar archive that is made while it is read, each in one folder.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">the format</a>
 */
final class JarArchive {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private JarArchive() {}

    /**
     * The archive.
     *
     * @param folder in which the files are
     * @param files by their names in that folder
     */
    static InputStream of(String folder, Map<String, Path> files) throws IOException {
        List<Supplier<InputStream>> parts = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            long size = Files.size(file.getValue());
            byte[] header = header(folder, file.getKey(), size);
            parts.add(() -> new ByteArrayInputStream(header));
            parts.add(() -> opened(file.getValue()));
            parts.add(() -> new ByteArrayInputStream(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]));
        }
        parts.add(() -> new ByteArrayInputStream(new byte[2 * BLOCK]));
        return new SequenceInputStream(new Opening(parts.iterator()));
    }

    /** Each part is opened when the one before it has been read. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer
    private record Opening(Iterator<Supplier<InputStream>> parts) implements Enumeration<InputStream> {
        @Override
        public boolean hasMoreElements() {
            return parts.hasNext();
        }

        @Override
        public InputStream nextElement() {
            return parts.next().get();
        }
    }

    private static byte[] header(String folder, String name, long size) {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("too long a name: " + name);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, 124, "%011o\0%011o\0".formatted(size, 0));
        put(header, 148, "        0"); // the checksum is computed with its own field as spaces
        put(header, 257, "ustar\00000");
        put(header, 345, folder);
        int checksum = 0;
        for (byte each : header) {
            checksum += each;
        }
        put(header, 148, "%06o\0".formatted(checksum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static InputStream opened(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
