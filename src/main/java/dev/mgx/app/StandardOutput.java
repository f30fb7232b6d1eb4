package dev.mgx.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Standard output, which remembers that something could not be written to it. Thread-safe. */
final class StandardOutput extends FileOutputStream {
    /** What Linux says when a reader like {@code head} has seen enough. */
    private static final String READER_IS_GONE = "Broken pipe";

    private volatile boolean incomplete;

    StandardOutput() {
        super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            super.write(bytes, from, length);
        } catch (IOException e) {
            if (!READER_IS_GONE.equals(e.getMessage())) {
                boolean told = incomplete;
                incomplete = true;
                if (!told) {
                    System.err.println("mgx: standard output cannot be written: " + e.getMessage());
                }
            }
            throw e;
        }
    }

    /** Whether something was not written that a reader waits for. */
    boolean isIncomplete() {
        return incomplete;
    }
}
