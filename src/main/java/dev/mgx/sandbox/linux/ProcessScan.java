package dev.mgx.sandbox.linux;

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
 * One look at the processes of this machine for those that have a mark in their environment.
 *
 * @param marked those that have it
 * @param complete whether everybody could be asked. While a process loads a program it has no environment, or only the
 *     beginning of the one before can be read; and one that ends may have started another after the look began
 */
record ProcessScan(Set<ProcessHandle> marked, boolean complete) {
    private static final Logger log = LoggerFactory.getLogger(ProcessScan.class);

    private enum Answer {
        MARKED,
        STRANGER,
        UNKNOWN
    }

    /**
     * Looks once.
     *
     * @param proc where the kernel tells of the processes; a system without it has no marked ones
     * @param since who was started before that has no mark, in clock ticks since the machine was started
     */
    static ProcessScan of(Path proc, String mark, long since) {
        Set<ProcessHandle> marked = new HashSet<>();
        boolean complete = true;
        if (!Files.isDirectory(proc)) {
            return new ProcessScan(marked, complete);
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                switch (ask(process, mark, since)) {
                    case MARKED ->
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                                .ifPresent(marked::add);
                    case UNKNOWN -> complete = false;
                    case STRANGER -> {}
                }
            }
        } catch (IOException e) {
            log.warn("Cannot list the processes of this machine", e);
            complete = false;
        }
        return new ProcessScan(marked, complete);
    }

    private static Answer ask(Path process, String mark, long since) {
        try {
            ProcessStat before = ProcessStat.read(process);
            if (before.startedAt() < since || before.mapped() == 0) {
                return Answer.STRANGER;
            }
            String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
            if (environment.contains(mark)) {
                return Answer.MARKED;
            }
            ProcessStat after = ProcessStat.read(process);
            boolean whole = after.codeStart() != 0 && after.environmentSize() == environment.length();
            return whole ? Answer.STRANGER : Answer.UNKNOWN;
        } catch (AccessDeniedException e) {
            log.trace("{} is somebody else's", process, e);
            return Answer.STRANGER;
        } catch (IOException e) {
            log.trace("{} has just gone", process, e);
            return Answer.UNKNOWN;
        }
    }
}
