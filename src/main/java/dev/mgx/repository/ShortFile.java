package dev.mgx.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files of a repository that a person writes, or git for itself: a line, or some hundred. */
final class ShortFile {
    private static final int LONGEST = 1 << 20;

    private ShortFile() {}

    /** Its text; empty if it is no file, and of a longer one an error. */
    static String read(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw new IOException("%s has more than %d bytes".formatted(file, LONGEST));
            }
            return content;
        }
    }
}
