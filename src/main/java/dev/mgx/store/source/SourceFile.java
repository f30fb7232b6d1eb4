package dev.mgx.store.source;

/** A file of the existing project that a task changes. Its path must have been checked. */
public sealed interface SourceFile {
    String path();

    /** How many bytes it takes to keep it. */
    int bytes();

    /** A text. */
    record Text(String path, String content, int bytes) implements SourceFile {}

    /** Any other file. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Binary(String path, byte[] content) implements SourceFile {
        @Override
        public int bytes() {
            return content.length;
        }
    }
}
