package dev.mgx.repository;

import dev.mgx.repository.OmittedPaths.Reason;
import dev.mgx.workspace.SafePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** What a commit has: the files that can be part of a source, by path, and what else. Contents are not read. */
final class CommitFiles {
    /** Of files and folders: a few small trees that name each other many times can stand for more than anybody can count. */
    private static final int MOST_ENTRIES = 1_000_000;

    private static final int MOST_KEPT = 1_000;

    private final Map<ObjectId, GitTree> trees = new HashMap<>();
    private final SortedMap<String, ObjectId> files = new TreeMap<>();
    private final Set<String> others = new HashSet<>();
    private final OmittedPaths omitted;
    private int entries;

    private record Folder(String path, ObjectId tree) {}

    private CommitFiles(OmittedPaths omitted) {
        this.omitted = omitted;
    }

    static CommitFiles of(ObjectId tree, ObjectReader objects, OmittedPaths omitted) throws UnusableRepository {
        CommitFiles found = new CommitFiles(omitted);
        Deque<Folder> folders = new ArrayDeque<>();
        folders.push(new Folder("", tree));
        while (!folders.isEmpty()) {
            Folder folder = folders.pop();
            for (GitTree.Entry each : found.entries(folder, objects)) {
                found.count();
                String path = folder.path + each.name();
                if (each.isFolder() && each.isUtf8()) {
                    folders.push(new Folder(path + "/", each.id()));
                } else {
                    found.add(path, each);
                }
            }
        }
        return found;
    }

    /** The blob of each file. */
    SortedMap<String, ObjectId> files() {
        return files;
    }

    /** Whether the commit has something else of this path: a link, a submodule, a file of an unsafe name. */
    boolean hasOther(String path) {
        return others.contains(path);
    }

    private List<GitTree.Entry> entries(Folder folder, ObjectReader objects) throws UnusableRepository {
        GitTree known = trees.get(folder.tree);
        try {
            GitTree tree = known == null ? GitTree.read(folder.tree, objects) : known;
            if (trees.size() < MOST_KEPT) {
                trees.put(folder.tree, tree);
            }
            return tree.entries();
        } catch (IOException | RuntimeException e) { // LargeObjectException among them
            throw UnusableRepository.broken("The folder \"%s\"".formatted(SafePath.shown(folder.path)), e);
        }
    }

    private void count() throws UnusableRepository {
        entries++;
        if (entries > MOST_ENTRIES) {
            throw new UnusableRepository(
                    "The commit has more than %,d files and folders, which is more than is ever read"
                            .formatted(MOST_ENTRIES));
        }
    }

    private void add(String path, GitTree.Entry entry) {
        if (!entry.isUtf8()) {
            omitted.add(Reason.NOT_UTF8, path);
        } else if (entry.isLink()) {
            other(Reason.LINK, path);
        } else if (entry.isSubmodule()) {
            other(Reason.SUBMODULE, path);
        } else if (!entry.isFile()) {
            other(Reason.NO_FILE, path);
        } else if (SafePath.flaw(path).isPresent()) {
            other(Reason.UNSAFE, path);
        } else {
            files.put(path, entry.id());
        }
    }

    private void other(Reason reason, String path) {
        others.add(path);
        omitted.add(reason, path);
    }

    /** The first paths that would be one on a system that does not tell A from a. */
    static Map<String, String> alike(Iterable<String> paths) {
        Map<String, String> first = new TreeMap<>();
        Map<String, String> alike = new TreeMap<>();
        for (String path : paths) {
            String other = first.putIfAbsent(SafePath.folded(path), path);
            if (other != null) {
                alike.put(other, path);
            }
        }
        return alike;
    }
}
