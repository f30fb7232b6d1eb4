package dev.mgx.repository;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** What git keeps of the files that it tracks in a work tree; only read. */
final class TrackedIndex {
    /** Of an entry, without its name. */
    private static final int LEAST_BYTES = 62;

    private final SortedMap<String, DirCacheEntry> entries = new TreeMap<>();
    private final Instant written;

    private TrackedIndex(Instant written) {
        this.written = written;
    }

    /** The index at this place; an empty one if there is none. */
    static TrackedIndex read(Path file) throws UnusableRepository {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new TrackedIndex(Instant.MIN);
        }
        List<String> conflicts = new ArrayList<>();
        TrackedIndex index;
        try {
            index = new TrackedIndex(Files.getLastModifiedTime(file).toInstant());
            checkLength(file);
            DirCache read = DirCache.read(file.toFile(), new ClosedSystem.UnconfiguredFiles());
            for (int i = 0; i < read.getEntryCount(); i++) {
                DirCacheEntry entry = read.getEntry(i);
                index.entries.put(entry.getPathString(), entry);
                if (!entry.isMerged()) {
                    conflicts.add(entry.getPathString());
                }
            }
        } catch (IOException | RuntimeException e) { // ArrayIndexOutOfBoundsException among them
            throw new UnusableRepository(
                    "The index %s cannot be read (%s): git update-index --no-split-index, git sparse-checkout init --no-sparse-index, or without the changes"
                            .formatted(file, e.getMessage()));
        }
        if (!conflicts.isEmpty()) {
            throw new UnusableRepository("The work tree has conflicts in %s; resolve them, or leave out the changes"
                    .formatted(OmittedPaths.named(conflicts.stream().distinct().toList())));
        }
        return index;
    }

    /** An index that names more entries than it can hold is not read into an array of that length. */
    private static void checkLength(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS))) {
            in.skipNBytes(8);
            long entries = in.readInt();
            if (entries < 0 || entries * LEAST_BYTES > Files.size(file)) {
                throw new IOException("%d entries do not fit into it".formatted(entries));
            }
        }
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    /** The paths of its files, without links and submodules. */
    List<String> files() {
        return entries.values().stream()
                .filter(each -> (each.getRawMode() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE)
                .map(DirCacheEntry::getPathString)
                .toList();
    }

    /** Whether git was told not to look at this file in the work tree, as it is with sparse checkouts. */
    boolean isNotLookedAt(String path) {
        DirCacheEntry entry = entries.get(path);
        return entry != null && (entry.isSkipWorkTree() || entry.isAssumeValid());
    }

    /** Whether a file is certainly unchanged since it was found to be this blob. */
    boolean isUnchanged(String path, ObjectId blob, BasicFileAttributes file) {
        DirCacheEntry entry = entries.get(path);
        Instant changed = file.lastModifiedTime().toInstant();
        return entry != null
                && blob.equals(entry.getObjectId())
                && entry.getLength() == (int) file.size()
                && !entry.isSmudged()
                && changed.getEpochSecond() < written.getEpochSecond()
                && isSame(entry.getLastModifiedInstant(), changed);
    }

    /** Whether these are one time; not every git keeps fractions of a second. */
    private static boolean isSame(Instant kept, Instant now) {
        return kept.getEpochSecond() == now.getEpochSecond()
                && (kept.getNano() == 0 || kept.getNano() == now.getNano());
    }
}
