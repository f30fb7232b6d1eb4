package dev.mgx.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** Objects that are not in a repository yet, in an order in which none names a later one. */
final class NewObjects {
    private static final ObjectInserter NAMES = new ObjectInserter.Formatter();

    private final ObjectReader existing;
    private final List<Write> writes = new ArrayList<>();
    private final Map<ObjectId, GitTree> trees = new HashMap<>();

    /** The writing of one object. */
    private interface Write {
        void to(ObjectInserter objects) throws IOException;
    }

    NewObjects(ObjectReader existing) {
        this.existing = existing;
    }

    ObjectId add(int type, byte[] content) {
        writes.add(objects -> objects.insert(type, content));
        return NAMES.idFor(type, content);
    }

    ObjectId add(GitTree tree) {
        ObjectId id = add(Constants.OBJ_TREE, tree.bytes());
        trees.put(id, tree);
        return id;
    }

    /** A tree, new or not. */
    GitTree tree(ObjectId id) throws UnusableRepository {
        GitTree added = trees.get(id);
        try {
            return added == null ? GitTree.read(id, existing) : added;
        } catch (IOException | RuntimeException e) { // LargeObjectException among them
            throw UnusableRepository.broken("The tree %s".formatted(id.name()), e);
        }
    }

    void writeTo(ObjectInserter objects) throws IOException {
        for (Write each : writes) {
            each.to(objects);
        }
        objects.flush();
    }
}
