package dev.mgx.packages;

import dev.mgx.archive.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
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
            byte[] header = Tar.header(folder + "/" + file.getKey(), Tar.PLAIN_MODE, 0, size);
            parts.add(() -> new ByteArrayInputStream(header));
            parts.add(() -> opened(file.getValue()));
            parts.add(() -> new ByteArrayInputStream(Tar.padding(size)));
        }
        parts.add(() -> new ByteArrayInputStream(Tar.end()));
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

    private static InputStream opened(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
