package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.workspace.UnsafePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Exports a task's files. Never overwrites anything, never writes outside of the folder, and never writes a file whose
 * name disguises it or is obeyed by a tool unasked, whatever names the server sends.
 */
public final class ProjectExporter {
    private static final int MAX_FILES = 10_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_NAME_WORDS = 5;
    private static final int MAX_NAME_LENGTH = 60;

    /** Words that a folder name must not end with. */
    private static final Set<String> DANGLING =
            Set.of("a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "with");

    private final MgxClient api;
    private final String taskId;

    public ProjectExporter(MgxClient api, String taskId) {
        this.api = api;
        this.taskId = taskId;
    }

    /**
     * The result of an export.
     *
     * @param files their number
     * @param leftOut a sentence for each file that was not written
     */
    public record Written(Path folder, int files, List<String> leftOut) {}

    /** A file of a zip. */
    private static final class Received {
        private final byte[] content;
        private final LocalDateTime changedAt;

        Received(byte[] content, LocalDateTime changedAt) {
            this.content = content;
            this.changedAt = changedAt;
        }
    }

    /** The files of a zip, by path inside the project. */
    private record Unpacked(Map<String, Received> files, List<String> leftOut) {}

    /**
     * Writes the files of the latest run.
     *
     * @param wanted the folder, which must be empty or missing; if blank, a new one named after {@code requirement}
     * @throws IllegalArgumentException if the folder is not empty
     */
    public Written toFolder(String wanted, String requirement) throws InterruptedException {
        Path folder = wanted.isEmpty() ? freeFolder(requirement) : emptyFolder(wanted);
        try {
            Unpacked unpacked = unpacked(download());
            write(unpacked.files(), folder);
            return new Written(folder, unpacked.files().size(), unpacked.leftOut());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the files to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Follows no link within the folder, nor one in its place: somebody may have put it there since the folder was chosen. */
    private static void write(Map<String, Received> files, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder);
        }
        Set<Path> made = new HashSet<>(Set.of(folder));
        for (Map.Entry<String, Received> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            make(target.getParent(), made);
            Files.write(target, file.getValue().content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    /** Makes the folder and those above it that are not among {@code made}; none of them may exist. */
    private static void make(@Nullable Path folder, Set<Path> made) throws IOException {
        if (folder != null && made.add(folder)) {
            make(folder.getParent(), made);
            Files.createDirectory(folder);
        }
    }

    /**
     * Writes the files of the latest run as one zip, packed anew: what is listed in the server's need not be what is
     * read from it.
     *
     * @return a sentence for each file that was left out
     * @throws IllegalArgumentException if {@code file} exists
     */
    public List<String> toZip(Path file) throws InterruptedException {
        try {
            Unpacked unpacked = unpacked(download());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, Received> each : unpacked.files().entrySet()) {
                    ZipEntry entry = new ZipEntry(each.getKey());
                    entry.setTimeLocal(each.getValue().changedAt);
                    zip.putNextEntry(entry);
                    zip.write(each.getValue().content);
                }
            }
            NewFile.write(file, bytes.toByteArray(), "--zip");
            return unpacked.leftOut();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private byte[] download() throws InterruptedException {
        return api.download(taskId);
    }

    /** Unpacks the zip in memory and validates every path before anything is written. */
    private static Unpacked unpacked(byte[] zip) throws IOException {
        Map<String, Received> files = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        long left = MAX_BYTES;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                String name = entry.getName();
                byte[] content = atMost(left, in);
                left -= content.length;
                requireInside(name);
                Optional<String> unsafe = UnsafePath.sentence(name);
                unsafe.ifPresent(leftOut::add);
                boolean twice =
                        unsafe.isEmpty() && files.put(name, new Received(content, entry.getTimeLocal())) != null;
                if (twice || files.size() + leftOut.size() > MAX_FILES) {
                    throw new IOException("the server sent a file twice, or more than %d files".formatted(MAX_FILES));
                }
            }
        }
        return new Unpacked(files, leftOut);
    }

    private static byte[] atMost(long bytes, InputStream in) throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(bytes));
        if (in.read() >= 0) {
            throw new IOException("the server sent more than %d MB".formatted(MAX_BYTES >> 20));
        }
        return content;
    }

    /** A name that leads out of the folder is no accident: then nothing is written. */
    private static void requireInside(String name) throws IOException {
        Path root = Path.of("/mgx");
        try {
            Path target = root.resolve(name).normalize();
            if (name.codePoints().noneMatch(each -> each < ' ' || each == '\\')
                    && target.startsWith(root)
                    && !target.equals(root)) {
                return;
            }
        } catch (InvalidPathException e) {
            throw new IOException("the server sent a file name that is not valid here: " + e.getMessage(), e);
        }
        throw new IOException("the server sent a file whose name leads out of the folder: " + name);
    }

    private static Path freeFolder(String requirement) {
        return free(Path.of(name(requirement)).toAbsolutePath());
    }

    /** The folder, or if it exists one with a number appended. A symbolic link counts as existing. */
    static Path free(Path wanted) {
        Path folder = wanted;
        for (int i = 2; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); i++) {
            folder = wanted.resolveSibling(wanted.getFileName() + "-" + i);
        }
        return folder;
    }

    /** A folder name made from the first words of a requirement. */
    static String name(String requirement) {
        String plain = Normalizer.normalize(requirement, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        List<String> words =
                new ArrayList<>(Arrays.stream(plain.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1))
                        .filter(word -> !word.isEmpty())
                        .limit(MAX_NAME_WORDS)
                        .toList());
        while (!words.isEmpty() && DANGLING.contains(words.getLast())) {
            words.removeLast();
        }
        String name = String.join("-", words);
        return name.isEmpty() ? "mgx-project" : name.substring(0, Math.min(MAX_NAME_LENGTH, name.length()));
    }

    /**
     * Requires that files can be written to this folder, which need not exist.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public static void requireWritable(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!existing.equals(folder.toAbsolutePath()) && !Files.isDirectory(existing)) {
            throw new IllegalArgumentException(
                    "Files cannot be written to %s, because %s is no folder; choose another with --out"
                            .formatted(folder, existing));
        }
        if (!Files.isWritable(existing)) {
            throw new IllegalArgumentException(
                    "Files cannot be written to %s, because %s is not writable; choose another with --out"
                            .formatted(folder, existing));
        }
    }

    /**
     * The folder of this name, checked to be empty or missing, and writable.
     *
     * @throws IllegalArgumentException if it is not, or a symbolic link
     */
    public static Path emptyFolder(String name) {
        Path folder = Path.of(name).toAbsolutePath().normalize();
        requireWritable(folder);
        if (Files.isSymbolicLink(folder)) {
            throw new IllegalArgumentException(
                    "The folder %s is a symbolic link; use its target with --out".formatted(name));
        }
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "The folder %s is not empty; choose another with --out".formatted(name));
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "%s is not a readable folder; choose another with --out".formatted(name), e);
            }
        }
        return folder;
    }
}
