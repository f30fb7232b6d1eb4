package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan of all processes for those with a mark in their environment.
 *
 * @param marked the processes with the mark
 * @param complete whether every process could be checked. During exec the environment of a process is missing or
 *     incomplete; and a process that ended during the scan may have started another one
 */
record ProcessScan(Set<ProcessHandle> marked, boolean complete) {
    private static final Logger log = LoggerFactory.getLogger(ProcessScan.class);

    private enum Match {
        MARKED,
        UNMARKED,
        UNKNOWN
    }

    /**
     * Scans once.
     *
     * @param proc normally {@code /proc}; if it does not exist, nothing is marked
     * @param since processes started before are skipped; in clock ticks since boot
     */
    static ProcessScan of(Path proc, String mark, long since) {
        Set<ProcessHandle> marked = new HashSet<>();
        boolean complete = true;
        if (!Files.isDirectory(proc)) {
            return new ProcessScan(marked, complete);
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                switch (check(process, mark, since)) {
                    case MARKED ->
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                                .ifPresent(marked::add);
                    case UNKNOWN -> complete = false;
                    case UNMARKED -> {}
                }
            }
        } catch (IOException e) {
            log.warn("Cannot list the processes of this machine", e);
            complete = false;
        }
        return new ProcessScan(marked, complete);
    }

    private static Match check(Path process, String mark, long since) {
        try {
            ProcessStat before = ProcessStat.read(process);
            if (before.startedAt() < since || before.mapped() == 0) {
                return Match.UNMARKED;
            }
            String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
            if (environment.contains(mark)) {
                return Match.MARKED;
            }
            ProcessStat after = ProcessStat.read(process);
            boolean whole = after.codeStart() != 0 && after.environmentSize() == environment.length();
            return whole ? Match.UNMARKED : Match.UNKNOWN;
        } catch (AccessDeniedException e) {
            log.trace("{} belongs to another user", process, e);
            return Match.UNMARKED;
        } catch (IOException e) {
            log.trace("{} has ended", process, e);
            return Match.UNKNOWN;
        }
    }
}
