package dev.mgx.repository;

import dev.mgx.workspace.UnsafePath;
import java.io.UnsupportedEncodingException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** Commits on top of another one, made in memory from nothing but what is given: the same is the same, whenever and wherever. */
final class CommitChain {
    private final Author author;
    private final NewObjects objects;
    private final TreeRewriter trees;
    private final ObjectId base;
    private final List<ObjectId> commits = new ArrayList<>();
    private ObjectId tree;

    CommitChain(RevCommit base, ObjectReader existing, Author author) {
        this.author = author;
        this.objects = new NewObjects(existing);
        this.trees = new TreeRewriter(objects);
        this.base = base.toObjectId();
        this.tree = base.getTree().toObjectId();
    }

    /** Adds a commit, unless it changes nothing. */
    void add(StepCommit step) throws UnusableRepository {
        Optional<String> unsafe = step.files().keySet().stream()
                .flatMap(path -> UnsafePath.sentence(path).stream())
                .findFirst();
        if (unsafe.isPresent()) {
            throw new UnusableRepository(unsafe.get());
        }
        ObjectId changed = trees.rewritten(tree, step.files());
        if (!changed.equals(tree)) {
            commits.add(objects.add(Constants.OBJ_COMMIT, commit(step, changed)));
            tree = changed;
        }
    }

    private byte[] commit(StepCommit step, ObjectId changed) {
        PersonIdent person = new PersonIdent(author.name(), author.email(), step.time(), ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(changed);
        commit.setParentId(tip());
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage(step.message().replace("\0", "").replace("\r\n", "\n").strip() + "\n");
        try {
            return commit.build();
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError("UTF-8 is supported", e);
        }
    }

    /** The last commit; the base if there is none. */
    ObjectId tip() {
        return commits.isEmpty() ? base : commits.getLast();
    }

    int length() {
        return commits.size();
    }

    boolean has(ObjectId commit) {
        return commit.equals(base) || commits.contains(commit);
    }

    NewObjects objects() {
        return objects;
    }
}
