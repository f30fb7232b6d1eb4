package dev.mgx.workspace;

import dev.mgx.archive.Tar;
import dev.mgx.sandbox.WorkingTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Files that a program finds, of which nothing is kept that it changes. */
public record FixedFiles(Map<String, byte[]> files) implements WorkingTree {
    @Override
    public void writeTo(OutputStream archive) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Tar.file(file.getKey(), Tar.PLAIN_MODE, 0, file.getValue(), archive);
        }
    }

    @Override
    public void readFrom(InputStream archive) {}
}
