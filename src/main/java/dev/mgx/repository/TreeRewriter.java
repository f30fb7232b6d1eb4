package dev.mgx.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.repository.GitTree.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Puts files into the tree of a commit. What is not named stays as it is, byte for byte: links, submodules, modes, and
 * folders in which nothing changes.
 */
final class TreeRewriter {
    private final NewObjects objects;

    TreeRewriter(NewObjects objects) {
        this.objects = objects;
    }

    ObjectId rewritten(ObjectId tree, Map<String, Optional<byte[]>> files) throws UnusableRepository {
        ObjectId rewritten = folder(tree, "", new TreeMap<>(files));
        return rewritten == null ? objects.add(new GitTree(new ArrayList<>())) : rewritten;
    }

    /** The changes of what has one name in a folder: of the file, and of the files below it, by their paths there. */
    private static final class Named {
        private boolean isNamedItself;
        private Optional<byte[]> file = Optional.empty();
        private final SortedMap<String, Optional<byte[]>> below = new TreeMap<>();

        boolean hasFile() {
            return file.isPresent();
        }

        boolean hasFilesBelow() {
            return below.values().stream().anyMatch(Optional::isPresent);
        }
    }

    /** @return null if nothing is left in it */
    private @Nullable ObjectId folder(@Nullable ObjectId tree, String path, SortedMap<String, Optional<byte[]>> files)
            throws UnusableRepository {
        Map<String, Entry> before = new LinkedHashMap<>();
        if (tree != null) {
            objects.tree(tree).entries().forEach(each -> before.put(each.rawName(), each));
        }
        Map<String, Entry> after = new LinkedHashMap<>(before);
        for (Map.Entry<String, Named> each : byName(files).entrySet()) {
            String rawName = new String(each.getKey().getBytes(UTF_8), ISO_8859_1);
            Entry entry = entry(before.get(rawName), path, each.getKey(), each.getValue());
            if (entry == null) {
                after.remove(rawName);
            } else {
                after.put(rawName, entry);
            }
        }
        if (after.equals(before)) {
            return tree;
        }
        return after.isEmpty() ? null : objects.add(new GitTree(new ArrayList<>(after.values())));
    }

    private static SortedMap<String, Named> byName(SortedMap<String, Optional<byte[]>> files) {
        SortedMap<String, Named> named = new TreeMap<>();
        files.forEach((path, content) -> {
            int slash = path.indexOf('/');
            if (slash < 0) {
                Named itself = named.computeIfAbsent(path, each -> new Named());
                itself.isNamedItself = true;
                itself.file = content;
            } else {
                named.computeIfAbsent(path.substring(0, slash), each -> new Named())
                        .below
                        .put(path.substring(slash + 1), content);
            }
        });
        return named;
    }

    private @Nullable Entry entry(@Nullable Entry before, String folder, String name, Named changes)
            throws UnusableRepository {
        String path = folder + name;
        if (!changes.hasFile() && !changes.hasFilesBelow()) {
            return without(before, path, changes);
        }
        if (changes.hasFile() && changes.hasFilesBelow()) {
            throw new UnusableRepository("\"%s\" would be both a file and a folder".formatted(path));
        }
        if (before != null && !before.isFile() && !before.isFolder()) {
            throw new UnusableRepository(
                    "\"%s\" is a %s in the repository, in whose place a %s would come; nothing was changed"
                            .formatted(
                                    path,
                                    before.isLink() ? "link" : "submodule",
                                    changes.hasFile() ? "file" : "folder"));
        }
        return changes.hasFile() ? file(before, path, name, changes) : filesBelow(before, path, name, changes);
    }

    /** Links and submodules are in no source, so that nobody can mean to delete one. */
    private @Nullable Entry without(@Nullable Entry before, String path, Named changes) throws UnusableRepository {
        if (before == null || (before.isFile() && changes.isNamedItself)) {
            return null;
        }
        return before.isFolder() ? filesBelow(before, path, before.name(), changes) : before;
    }

    private Entry file(@Nullable Entry before, String path, String name, Named changes) throws UnusableRepository {
        if (before != null && before.isFolder() && filesBelow(before, path, name, changes) != null) {
            throw new UnusableRepository(
                    "\"%s\" is a folder that keeps something, in whose place a file would come; nothing was changed"
                            .formatted(path));
        }
        ObjectId blob = objects.add(Constants.OBJ_BLOB, changes.file.orElseThrow());
        return before != null && before.isFile()
                ? new Entry(before.mode(), before.rawName(), blob)
                : Entry.of(FileMode.REGULAR_FILE, name, blob);
    }

    private @Nullable Entry filesBelow(@Nullable Entry before, String path, String name, Named changes)
            throws UnusableRepository {
        ObjectId tree = folder(before != null && before.isFolder() ? before.id() : null, path + "/", changes.below);
        return tree == null ? null : Entry.of(FileMode.TREE, name, tree);
    }
}
