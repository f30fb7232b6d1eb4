package dev.mgx.repository;

import dev.mgx.repository.OmittedPaths.Reason;
import dev.mgx.workspace.SafePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a work tree beside or instead of the files of a commit. No link is followed, and no path through one. Nothing
 * is written, the index neither.
 */
final class WorkTree {
    private static final int MOST_ENTRIES = 1_000_000;
    /** What a name has in place of bytes that are no text. */
    private static final char UNDECODED = '\uFFFD';

    private static final String ATTRIBUTES = ".gitattributes";

    /**
     * A file that may become part of a source; its content is read once all sizes are known.
     *
     * @param blob what it is in the commit; null if it is not there
     * @param file what it may be in the work tree; null if it is the same, or nobody asked
     * @param bytes the length of {@code file}
     */
    record Candidate(@Nullable ObjectId blob, @Nullable Path file, long bytes) {
        static Candidate committed(ObjectId blob) {
            return new Candidate(blob, null, 0);
        }
    }

    private final Path root;
    private final CommitFiles committed;
    private final TrackedIndex index;
    private final FilterRules filters;
    private final IgnoreRules ignored;
    private final OmittedPaths omitted;

    private final SortedMap<String, Candidate> candidates = new TreeMap<>();
    private final SortedSet<String> deleted = new TreeSet<>();
    private final Map<String, Boolean> isFolder = new HashMap<>();
    private int entries;

    /** @param filters of the commit; those of the work tree are added */
    WorkTree(GitFolder folder, Path root, CommitFiles committed, FilterRules filters, OmittedPaths omitted)
            throws IOException, UnusableRepository {
        this.root = root;
        this.committed = committed;
        this.filters = filters;
        this.omitted = omitted;
        this.index = TrackedIndex.read(folder.git().resolve("index"));
        this.ignored = new IgnoreRules(ShortFile.bytes(folder.common().resolve("info/exclude")));
    }

    /** The files that are tracked here, and those that nobody asked git to ignore. */
    SortedMap<String, Candidate> candidates() throws IOException, UnusableRepository {
        for (Map.Entry<String, ObjectId> file : committed.files().entrySet()) {
            tracked(file.getKey(), file.getValue());
        }
        for (String path : index.files()) {
            if (!committed.files().containsKey(path) && !committed.hasOther(path)) {
                tracked(path, null);
            }
        }
        untracked();
        withoutFiltered();
        return candidates;
    }

    /** Files of the commit that do not lie here any more; known after the candidates. */
    SortedSet<String> deleted() {
        return deleted;
    }

    private void tracked(String path, @Nullable ObjectId blob) throws IOException {
        if (blob != null && index.isNotLookedAt(path)) {
            candidates.put(path, Candidate.committed(blob));
            return;
        }
        try {
            Path file = root.resolve(path);
            BasicFileAttributes found = isInFolders(path) ? attributes(file) : null;
            if (found != null && blob != null && found.isRegularFile() && index.isUnchanged(path, blob, found)) {
                candidates.put(path, Candidate.committed(blob));
            } else if (found != null && !found.isDirectory()) {
                found(path, blob, file, found);
            } else if (blob != null) {
                deleted.add(path);
            }
        } catch (InvalidPathException e) {
            omitted.add(Reason.UNNAMEABLE, path);
            if (blob != null) {
                candidates.put(path, Candidate.committed(blob));
            }
        } catch (AccessDeniedException e) {
            omitted.add(Reason.UNREADABLE, path);
        }
    }

    private void found(String path, @Nullable ObjectId blob, Path file, BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            omitted.add(Reason.LINK, path);
        } else if (!found.isRegularFile()) {
            omitted.add(Reason.NO_FILE, path);
        } else if (path.indexOf(UNDECODED) >= 0) {
            omitted.add(Reason.NOT_UTF8, path);
        } else if (SafePath.flaw(path).isPresent()) {
            omitted.add(Reason.UNSAFE, path);
        } else {
            candidates.put(path, new Candidate(blob, file, found.size()));
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether every folder above a path is one, and no link. */
    private boolean isInFolders(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return true;
        }
        String folder = path.substring(0, slash);
        Boolean known = isFolder.get(folder);
        if (known == null) {
            known = isInFolders(folder) && Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS);
            isFolder.put(folder, known);
        }
        return known;
    }

    private void untracked() throws IOException, UnusableRepository {
        Deque<String> folders = new ArrayDeque<>();
        folders.push("");
        while (!folders.isEmpty()) {
            String folder = folders.pop();
            Path place = root.resolve(folder);
            ignored.add(folder, ShortFile.bytes(place.resolve(".gitignore")));
            try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
                for (Path child : children) {
                    untracked(folder + child.getFileName(), child, folders);
                }
            } catch (AccessDeniedException e) {
                omitted.add(Reason.UNREADABLE, folder);
            } catch (NoSuchFileException | NotDirectoryException e) {
                // somebody works here at the same time
            }
        }
    }

    private void untracked(String path, Path child, Deque<String> folders) throws IOException, UnusableRepository {
        entries++;
        if (entries > MOST_ENTRIES) {
            throw new UnusableRepository(
                    "The work tree has more than %,d files and folders that are not ignored; name in .gitignore what is no part of it"
                            .formatted(MOST_ENTRIES));
        }
        boolean isTracked = committed.files().containsKey(path) || committed.hasOther(path) || index.has(path);
        BasicFileAttributes found =
                isTracked || path.equals(".git") || path.endsWith("/.git") ? null : attributes(child);
        if (found == null || ignored.areAbout(path, found.isDirectory())) {
            return;
        }
        if (!found.isDirectory()) {
            found(path, null, child, found);
        } else if (path.indexOf(UNDECODED) >= 0) {
            omitted.add(Reason.NOT_UTF8, path);
        } else if (Files.exists(child.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
            omitted.add(Reason.REPOSITORY, path);
        } else {
            folders.push(path + "/");
        }
    }

    private void withoutFiltered() throws IOException {
        for (Map.Entry<String, Candidate> each : candidates.entrySet()) {
            Path file = each.getValue().file();
            if (file != null && isAttributes(each.getKey())) {
                filters.add(folderOfAttributes(each.getKey()), ShortFile.bytes(file));
            }
        }
        candidates.entrySet().removeIf(each -> {
            Candidate candidate = each.getValue();
            if (candidate.file() == null || !filters.areAbout(each.getKey())) {
                return false;
            }
            omitted.add(Reason.FILTERED, each.getKey());
            if (candidate.blob() != null) {
                each.setValue(Candidate.committed(candidate.blob()));
            }
            return candidate.blob() == null;
        });
    }

    static boolean isAttributes(String path) {
        return path.equals(ATTRIBUTES) || path.endsWith("/" + ATTRIBUTES);
    }

    static String folderOfAttributes(String path) {
        return path.substring(0, path.length() - ATTRIBUTES.length());
    }
}
