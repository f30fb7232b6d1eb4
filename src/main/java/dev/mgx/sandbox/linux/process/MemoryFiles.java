package dev.mgx.sandbox.linux.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The anonymous files in memory (memfd_create(2)) that processes hold open; they are in no resident memory. */
final class MemoryFiles {
    private static final String NAME = "/memfd:";
    private static final Logger log = LoggerFactory.getLogger(MemoryFiles.class);

    private MemoryFiles() {}

    /** Their size in bytes, each file once. One that is on its way between two processes is missed. */
    static long bytes(List<ProcessTable.Row> processes) {
        Map<Object, Long> sizes = new HashMap<>();
        for (ProcessTable.Row process : processes) {
            Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
            try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors, MemoryFiles::isMemoryFile)) {
                for (Path each : all) {
                    sizes.put(Files.getAttribute(each, "unix:ino"), Files.size(each));
                }
            } catch (IOException | DirectoryIteratorException e) {
                log.trace("Process {} has ended", process.pid(), e);
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isMemoryFile(Path descriptor) throws IOException {
        return Files.readSymbolicLink(descriptor).toString().startsWith(NAME);
    }
}
