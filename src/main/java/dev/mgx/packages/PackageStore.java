package dev.mgx.packages;

import dev.mgx.file.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with what was downloaded, by its hash, and with what was installed, by its lock. Nothing in it is unpacked or
 * run outside of a sandbox. What has not been used for longest is deleted when there is too much. A file is whole or not
 * there, also after a crash. Thread-safe; for one process.
 */
public final class PackageStore {
    /** What was used just now may still be in use. */
    private static final Duration SPARED = Duration.ofHours(1);

    /** The ending of the names of files that are being written. */
    private static final String PART = ".part";

    /** The beginning of the names of what has no lasting one yet. */
    private static final String NEW = "new-";

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);

    private final Path folder;
    private final long mostBytes;
    private final long mostBytesOfOne;

    /**
     * @param mostBytes of all that is kept; more for as long as it is in use
     * @param mostBytesOfOne of a download, and of what is installed for a project
     */
    public PackageStore(Path folder, long mostBytes, long mostBytesOfOne) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.mostBytesOfOne = mostBytesOfOne;
    }

    long mostBytesOfOne() {
        return mostBytesOfOne;
    }

    /** An empty folder for a while, which nothing is kept in. */
    Path newFolder() throws IOException {
        OwnFolder.ensure(folder);
        return Files.createTempDirectory(folder, NEW);
    }

    /** Deletes a file, or a folder with all that is in it. */
    static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException e) {
            log.debug("{} has been deleted meanwhile", path);
        }
    }

    /** The file of this name, which counts as used now. */
    Optional<Path> find(String name) {
        Path file = folder.resolve(name);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be used", file, e);
            return Optional.empty();
        }
    }

    /** Keeps what can be read, under a new name, until {@link #rename} gives it a lasting one. */
    Path keepNew(InputStream content) throws IOException {
        return keep(NEW + UUID.randomUUID(), content, null);
    }

    /** Gives a kept file another name. */
    Path rename(Path file, String name) throws IOException {
        return Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Keeps a download under the name of its hash.
     *
     * @throws IOException if it has another hash; it is not kept then
     */
    Path keep(Hash hash, InputStream content) throws IOException {
        return keep(hash.fileName(), content, hash);
    }

    private Path keep(String name, InputStream content, @Nullable Hash hash) throws IOException {
        OwnFolder.ensure(folder);
        Path file = folder.resolve(name);
        Path part = Files.createTempFile(folder, name.substring(0, Math.min(40, name.length())), PART);
        try {
            MessageDigest digest = MessageDigest.getInstance(hash == null ? "SHA-256" : hash.algorithm());
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                copy(content, out);
            }
            if (hash != null && !HexFormat.of().formatHex(digest.digest()).equals(hash.hex())) {
                throw new IOException("what the registry sent is not what it says it is: its hash is another");
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("there is no " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(part);
        }
        tidy(file);
        return file;
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > mostBytesOfOne) {
                throw new IOException("it is larger than %d MiB".formatted(mostBytesOfOne >> 20));
            }
            try {
                out.write(buffer, 0, read);
            } catch (IOException e) {
                throw new IOException("the store of packages cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** Deletes what was not used for longest until the rest fits, and what a crash left half written. */
    private synchronized void tidy(Path except) throws IOException {
        record Kept(Path file, long bytes, Instant used) {}
        List<Kept> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try {
                    all.add(new Kept(
                            file,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant()));
                } catch (NoSuchFileException e) {
                    log.debug("{} has been finished or deleted meanwhile", file);
                }
            }
        }
        Instant spared = Instant.now().minus(SPARED);
        long total = all.stream().mapToLong(Kept::bytes).sum();
        all.sort(Comparator.comparing(Kept::used));
        for (Kept each : all) {
            String name = each.file().getFileName().toString();
            boolean left = name.endsWith(PART) || name.startsWith(NEW);
            if ((total > mostBytes || left)
                    && each.used().isBefore(spared)
                    && !each.file().equals(except)) {
                delete(each.file());
                total -= each.bytes();
            }
        }
    }

    /**
     * What a registry says the hash of a file is.
     *
     * @param algorithm as Java names it
     * @param hex in lower case
     */
    record Hash(String algorithm, String hex) {
        /** A hash as web pages and npm write it: {@code sha512-…} in base 64. */
        static Optional<Hash> ofIntegrity(String integrity) {
            String strongest = integrity.strip().split("\\s+", 2)[0];
            String[] parts = strongest.split("-", 2);
            if (parts.length < 2 || !parts[0].matches("sha(256|384|512)")) {
                return Optional.empty();
            }
            try {
                byte[] bytes = Base64.getDecoder().decode(parts[1]);
                return Optional.of(
                        new Hash("SHA-" + parts[0].substring(3), HexFormat.of().formatHex(bytes)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        String fileName() {
            return algorithm.toLowerCase(Locale.ROOT).replace("-", "") + "-" + hex;
        }
    }
}
