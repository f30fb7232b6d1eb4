package dev.mgx.store;

import dev.mgx.file.OwnFolder;
import dev.mgx.file.PrivateFile;
import dev.mgx.file.UnsafeFile;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.Sqlite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for all persistent data, owned by one process at a time. The locks are the operating system's and end with
 * the process, however it ends. There are two on one file: the first is the ownership and is never touched by a check;
 * a check tries the second, which the owner takes after the first, waiting for checks in progress. Deleting the file lets
 * nobody else in while its owner lives: see {@link DeletedLock}.
 */
public final class DataFolder implements AutoCloseable {
    /**
     * The folders that this process owns, by real path; guarded by itself. The locks belong to the process, and closing
     * any channel to the file releases them, so opening a folder twice must not touch the file.
     */
    private static final Set<Path> TAKEN = new HashSet<>();

    /** The byte whose lock means ownership. */
    private static final long OWNED = 0;

    /** The byte whose lock shows others that the folder is owned. */
    private static final long SHOWN = 1;

    /**
     * How long an owner waits for checks in progress, each of which is brief, before it proceeds without the second
     * lock.
     */
    private static final Duration CHECKS_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LOOKERS_PAUSE = Duration.ofMillis(1);

    private static final String LOCK = "lock";

    /** The file with the URL of the server that owns the folder; read by the command line. */
    private static final String ADDRESS = "server.url";

    /** The file with which {@link #requireSpace} tries. */
    private static final String TRIAL = "trial";

    /** The folder of the package store. */
    private static final String PACKAGES = "packages";

    private static final int TRIAL_BYTES = 4_096;

    /** The names of all files that are written into it. */
    private static final Set<String> OURS = Stream.concat(
                    Stream.of(LOCK, ADDRESS, TRIAL, PACKAGES), Sqlite.FILES.stream())
            .collect(Collectors.toUnmodifiableSet());

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    private final Path realPath;
    private final FileChannel channel;

    private DataFolder(Path realPath, FileChannel channel) {
        this.realPath = realPath;
        this.channel = channel;
    }

    /**
     * Takes ownership of the folder, creating it if it is missing. Afterwards nobody else can read what is in it.
     *
     * @throws StoreUnavailable if it cannot be written, is in use by another process, or other users can change it
     */
    public static DataFolder open(Path path) {
        try {
            OwnFolder.ensure(path);
            Path realPath = OwnFolder.check(path);
            synchronized (TAKEN) {
                if (TAKEN.contains(realPath) || DeletedLock.isHeld(realPath.resolve(LOCK))) {
                    throw new FolderInUse(path);
                }
                DataFolder folder = lock(path, realPath);
                TAKEN.add(realPath);
                return folder;
            }
        } catch (UnsafeFile e) {
            throw new StoreUnavailable(
                    "The data folder cannot be used: %s; MGX_DATA_DIR chooses another".formatted(e.getMessage()), e);
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "The data folder %s cannot be written (%s); make it writable or choose another with MGX_DATA_DIR"
                            .formatted(path, reason(e)),
                    e);
        }
    }

    private static DataFolder lock(Path path, Path realPath) throws IOException {
        PrivateFile.ensure(realPath.resolve(LOCK));
        FileChannel channel = FileChannel.open(
                realPath.resolve(LOCK), StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock(OWNED, 1, false);
            if (lock != null) {
                show(channel, path);
                hide(realPath);
            }
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new FolderInUse(path);
        }
        return new DataFolder(realPath, channel);
    }

    /** Takes the lock that checks try. */
    private static void show(FileChannel channel, Path path) throws IOException {
        long giveUp = System.nanoTime() + CHECKS_TIMEOUT.toNanos();
        while (channel.tryLock(SHOWN, 1, false) == null) {
            if (System.nanoTime() - giveUp > 0) {
                log.warn("The data folder {} is checked continuously; other processes may consider it free", path);
                return;
            }
            LockSupport.parkNanos(LOOKERS_PAUSE.toNanos());
        }
    }

    /** Takes the folder from readers, unless there is more in it than this program's, as where it is the root of a disk. */
    private static void hide(Path realPath) throws IOException {
        try (Stream<Path> files = Files.list(realPath)) {
            if (files.map(file -> file.getFileName().toString()).allMatch(OURS::contains)) {
                OwnFolder.restrict(realPath);
            }
        }
    }

    /** Whether a process owns the folder now; this may change at any moment. Does not keep others from taking it. */
    public static boolean isTaken(Path path) {
        try {
            Path realPath = OwnFolder.check(path);
            synchronized (TAKEN) {
                return TAKEN.contains(realPath)
                        || isShown(realPath.resolve(LOCK))
                        || (Files.exists(realPath.resolve(ADDRESS)) && DeletedLock.isHeld(realPath.resolve(LOCK)));
            }
        } catch (IOException e) {
            return false; // without a lock file of ours nobody can hold a lock
        }
    }

    /** Shared, so that checks do not see each other. */
    private static boolean isShown(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        PrivateFile.restrict(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock(SHOWN, 1, true)) {
            return free == null;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "access denied";
            case java.nio.file.NoSuchFileException missing -> "its parent folder does not exist";
            case java.nio.file.FileAlreadyExistsException exists -> exists.getFile() + " is no folder";
            case java.nio.file.FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Its real path. */
    public Path path() {
        return realPath;
    }

    /** The URL that the folder's owner has published, if it is owned now. */
    public static Optional<String> address(Path path) {
        if (!isTaken(path)) {
            return Optional.empty(); // the file of a killed server may contain an address that another uses by now
        }
        try {
            Path file = path.toRealPath().resolve(ADDRESS);
            PrivateFile.restrict(file);
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty(); // it does not listen yet, or has just shut down
        }
    }

    /**
     * Tries whether there is space for another file, as its owner will need.
     *
     * @throws StoreUnavailable if there is none
     */
    public void requireSpace() {
        Path trial = realPath.resolve(TRIAL);
        try {
            PrivateFile.ensure(trial);
            Files.write(trial, new byte[TRIAL_BYTES]);
        } catch (IOException e) {
            throw new StoreUnavailable("The data folder %s cannot be written (%s)".formatted(realPath, reason(e)), e);
        } finally {
            var _ = trial.toFile().delete();
        }
    }

    /** Publishes the URL of the folder's owner. */
    public void publish(String url) {
        try {
            PrivateFile.replace(realPath.resolve(ADDRESS), url);
        } catch (IOException e) {
            throw new StoreUnavailable("The data folder %s cannot be written (%s)".formatted(realPath, reason(e)), e);
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return; // it may belong to another process by now
        }
        try {
            Files.deleteIfExists(realPath.resolve(ADDRESS));
            synchronized (TAKEN) {
                channel.close();
                TAKEN.remove(realPath);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
