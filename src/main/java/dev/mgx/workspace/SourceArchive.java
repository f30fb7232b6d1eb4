package dev.mgx.workspace;

import dev.mgx.store.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An existing project as a zip that somebody sent, examined before anything of it is used: every file is unpacked once and
 * held against its size and checksum. One file at a time is in memory. Not thread-safe; blocks on the disk.
 */
public final class SourceArchive implements AutoCloseable {
    /** A larger file is left out: no team reads it. */
    private static final int LARGEST_FILE = 8 * 1024 * 1024;

    /** How many sentences about what is left out are kept. */
    private static final int MAX_SENTENCES = 100;

    /** Folders have entries too: this many for each file, at most. */
    private static final int ENTRIES_A_FILE = 2;

    private final ZipFile zip;
    private final long maxBytes;
    private final int maxFiles;
    private final List<ZipEntry> kept = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> folded = new HashSet<>();
    private int omitted;

    private SourceArchive(ZipFile zip, long maxBytes, int maxFiles) {
        this.zip = zip;
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
    }

    /**
     * Opens and examines it.
     *
     * @param maxBytes of all files together, unpacked
     * @throws UnusableArchive when it cannot be taken; the message says why
     */
    public static SourceArchive open(Path file, long maxBytes, int maxFiles) throws UnusableArchive {
        try {
            List<ZipDirectory.Kind> kinds = ZipDirectory.kinds(file, maxFiles * ENTRIES_A_FILE);
            SourceArchive archive = new SourceArchive(new ZipFile(file.toFile()), maxBytes, maxFiles);
            try {
                archive.choose(kinds);
                archive.examine();
                return archive;
            } catch (IOException | RuntimeException | UnusableArchive e) {
                archive.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) { // the latter for a name that is no UTF-8
            throw UnusableArchive.because("The zip cannot be read: " + e.getMessage());
        }
    }

    /** What is not taken and why, a sentence each; of many the first ones. */
    public List<String> leftOut() {
        List<String> sentences = new ArrayList<>(leftOut);
        if (omitted > leftOut.size()) {
            sentences.add("%,d more files are left out".formatted(omitted - leftOut.size()));
        }
        return sentences;
    }

    /** The files, each read when its turn comes. */
    public Iterator<SourceFile> files() {
        return kept.stream().map(this::file).iterator();
    }

    private SourceFile file(ZipEntry entry) {
        try {
            byte[] content = content(entry);
            Optional<String> text = TextContent.of(content);
            return text.isPresent()
                    ? new SourceFile.Text(entry.getName(), text.get(), content.length)
                    : new SourceFile.Binary(entry.getName(), content);
        } catch (IOException e) {
            throw new UncheckedIOException("A zip that could be read can no longer be read", e);
        }
    }

    private void choose(List<ZipDirectory.Kind> kinds) throws IOException, UnusableArchive {
        if (kinds.size() != zip.size()) {
            throw new IOException("its directory does not say how many entries it has");
        }
        Iterator<ZipDirectory.Kind> kind = kinds.iterator();
        long bytes = 0;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (choose(entry, kind.next())) {
                bytes += entry.getSize();
                if (kept.size() > maxFiles) {
                    throw UnusableArchive.tooLarge("The zip has more than %,d files".formatted(maxFiles));
                }
                if (bytes > maxBytes) {
                    throw UnusableArchive.tooLarge(
                            "The files of the zip have more than %,d bytes together".formatted(maxBytes));
                }
            }
        }
        requireFiles();
    }

    /** Whether the entry is a file that is taken. */
    private boolean choose(ZipEntry entry, ZipDirectory.Kind kind) throws UnusableArchive {
        String path = entry.getName();
        requireInside(path);
        if (kind == ZipDirectory.Kind.ENCRYPTED) {
            throw UnusableArchive.because("The zip is encrypted: send one that is not");
        }
        if (entry.isDirectory()) {
            return false;
        }
        if (!names.add(path)) {
            throw UnusableArchive.because("The zip has two files named %s".formatted(SafePath.shown(path)));
        }
        Optional<String> flaw = flaw(entry, kind);
        if (flaw.isPresent()) {
            leaveOut(path, flaw.get());
            return false;
        }
        kept.add(entry);
        return true;
    }

    private static void requireInside(String path) throws UnusableArchive {
        if (path.startsWith("/")
                || path.indexOf('\\') >= 0
                || List.of(path.split("/", -1)).contains("..")) {
            throw UnusableArchive.because(
                    "The zip has an entry %s, which leads out of the project: names are relative, with /"
                            .formatted(SafePath.shown(path)));
        }
    }

    private Optional<String> flaw(ZipEntry entry, ZipDirectory.Kind kind) {
        String path = entry.getName();
        return switch (kind) {
            case LINK -> Optional.of("it is a link");
            case SPECIAL -> Optional.of("it is no file");
            case FILE, ENCRYPTED -> {
                Optional<String> flaw = SafePath.flaw(path);
                if (flaw.isPresent()) {
                    yield flaw;
                }
                if (path.equals(ManifestFile.PATH)) {
                    yield Optional.of("the team keeps its own notes under this name");
                }
                if (entry.getSize() > LARGEST_FILE) {
                    yield Optional.of("it has more than %,d bytes".formatted(LARGEST_FILE));
                }
                yield folded.add(SafePath.folded(path))
                        ? Optional.empty()
                        : Optional.of("its name differs from another one only by case");
            }
        };
    }

    private void leaveOut(String path, String why) {
        omitted++;
        if (leftOut.size() < MAX_SENTENCES) {
            leftOut.add("%s is left out: %s".formatted(SafePath.shown(path), why));
        }
    }

    private void requireFiles() throws UnusableArchive {
        if (kept.isEmpty()) {
            throw UnusableArchive.because(
                    "The zip has no file that can be taken" + (leftOut.isEmpty() ? "" : ": " + leftOut.getFirst()));
        }
        for (ZipEntry entry : kept) {
            String path = SafePath.folded(entry.getName());
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (folded.contains(path.substring(0, slash))) {
                    throw UnusableArchive.because("The zip has a file and a folder named %s"
                            .formatted(SafePath.shown(entry.getName().substring(0, slash))));
                }
            }
        }
    }

    private void examine() throws IOException {
        for (ZipEntry entry : kept) {
            CRC32 sum = new CRC32();
            sum.update(content(entry));
            if (sum.getValue() != entry.getCrc()) {
                throw new IOException("%s is damaged".formatted(SafePath.shown(entry.getName())));
            }
        }
    }

    private byte[] content(ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) entry.getSize() + 1);
            if (content.length != entry.getSize()) {
                throw new IOException("%s is not as long as the zip says".formatted(SafePath.shown(entry.getName())));
            }
            return content;
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A zip cannot be closed", e);
        }
    }
}
