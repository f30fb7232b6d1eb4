package dev.mgx.projection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a file of a project has in it. */
sealed interface KeptFile {
    /** A text. */
    record Text(String content) implements KeptFile {
        @Override
        public byte[] bytes() {
            return content.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What is no text, or too long a one to be read. */
    @SuppressWarnings("ArrayRecordComponent") // compared by bytes() alone
    record Binary(byte[] bytes) implements KeptFile {}

    byte[] bytes();

    /** Whether the two have the same in them; no file has nothing in it that a file has. */
    static boolean same(@Nullable KeptFile one, @Nullable KeptFile other) {
        return one == null || other == null ? one == other : Arrays.equals(one.bytes(), other.bytes());
    }
}
