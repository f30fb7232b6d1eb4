package dev.mgx.file;

import java.io.IOException;
import java.nio.file.Path;

/** Other users could read or change a file; the message is one clause, with what to do about it where that is clear. */
public final class UnsafeFile extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafeFile(Path file, String problem) {
        super(file + " " + problem);
    }
}
