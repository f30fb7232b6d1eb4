package dev.mgx.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a process that holds a lock file which somebody has deleted: the lock lives on, but whoever makes the file anew
 * cannot see it. The kernel shows it among the open files of the process. Where it does not, as on other systems than
 * Linux and for processes of other users or containers, nobody is found.
 */
final class DeletedLock {
    private static final Logger log = LoggerFactory.getLogger(DeletedLock.class);
    private static final Path PROCESSES = Path.of("/proc");

    private DeletedLock() {}

    /** Whether another process has a deleted file of this path open. */
    static boolean isHeld(Path file) {
        String deleted = file + " (deleted)";
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!process.getFileName().toString().equals(own) && holds(process, deleted)) {
                    log.warn("{} was deleted, but process {} still holds it", file, process.getFileName());
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("The processes of this machine cannot be listed: {}", e.toString());
        }
        return false;
    }

    private static boolean holds(Path process, String deleted) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path each : open) {
                if (leadsTo(each, deleted)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.trace("{} has ended, or is another user's", process);
        }
        return false;
    }

    private static boolean leadsTo(Path descriptor, String target) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(target);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
