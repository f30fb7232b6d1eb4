package dev.mgx.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Exports a task's files. Never overwrites anything, and never writes outside of the folder, whatever names the server
 * sends.
 */
public final class ProjectExporter {
    private static final int MAX_FILES = 10_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_NAME_WORDS = 5;
    private static final int MAX_NAME_LENGTH = 60;

    /** Words that a folder name must not end with. */
    private static final Set<String> DANGLING =
            Set.of("a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "with");

    private final Api api;
    private final String taskId;

    public ProjectExporter(Api api, String taskId) {
        this.api = api;
        this.taskId = taskId;
    }

    /** The result of an export: the folder and the number of files. */
    public record Written(Path folder, int files) {}

    /**
     * Writes the files of the latest run.
     *
     * @param wanted the folder, which must be empty or missing; if blank, a new one named after {@code requirement}
     * @throws IllegalArgumentException if the folder is not empty
     */
    public Written toFolder(String wanted, String requirement) throws InterruptedException {
        Path folder = wanted.isEmpty() ? freeFolder(requirement) : emptyFolder(wanted);
        try {
            Map<Path, byte[]> files = unpacked(download(), folder);
            write(files, folder);
            return new Written(folder, files.size());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the files to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Follows no link within the folder, nor one in its place: somebody may have put it there since the folder was chosen. */
    private static void write(Map<Path, byte[]> files, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder);
        }
        Set<Path> made = new HashSet<>(Set.of(folder));
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            make(file.getKey().getParent(), made);
            Files.write(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
     * Writes the files of the latest run as one zip.
     *
     * @throws IllegalArgumentException if {@code file} exists
     */
    public void toZip(Path file) throws InterruptedException {
        try {
            byte[] zip = download();
            Files.write(file, zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "The file %s already exists; choose another name with --zip".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private byte[] download() throws InterruptedException {
        return api.download("/api/tasks/" + taskId + "/download");
    }

    /** Unpacks the zip in memory and validates every path before anything is written. */
    private static Map<Path, byte[]> unpacked(byte[] zip, Path folder) throws IOException {
        Map<Path, byte[]> files = new LinkedHashMap<>();
        long left = MAX_BYTES;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] content = atMost(left, in);
                left -= content.length;
                if (files.put(within(folder, entry.getName()), content) != null || files.size() > MAX_FILES) {
                    throw new IOException("the server sent a file twice, or more than %d files".formatted(MAX_FILES));
                }
            }
        }
        return files;
    }

    private static byte[] atMost(long bytes, InputStream in) throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(bytes));
        if (in.read() >= 0) {
            throw new IOException("the server sent more than %d MB".formatted(MAX_BYTES >> 20));
        }
        return content;
    }

    private static Path within(Path folder, String name) throws IOException {
        try {
            Path target = folder.resolve(name).normalize();
            if (name.codePoints().noneMatch(each -> each < ' ' || each == '\\')
                    && target.startsWith(folder.normalize())
                    && !target.equals(folder.normalize())) {
                return target;
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
     * The folder of this name, checked to be empty or missing.
     *
     * @throws IllegalArgumentException if it is neither, or a symbolic link
     */
    public static Path emptyFolder(String name) {
        Path folder = Path.of(name).toAbsolutePath().normalize();
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
