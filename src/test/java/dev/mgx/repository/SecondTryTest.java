package dev.mgx.repository;

import static dev.mgx.repository.BranchTest.AUTHOR;
import static dev.mgx.repository.BranchTest.BRANCH;
import static dev.mgx.repository.BranchTest.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writing a branch again: after a try that was cut short, and with more commits. */
@Timeout(20)
class SecondTryTest {
    @TempDir
    Path temp;

    private GitFixture fixture;
    private String base = "";

    @BeforeEach
    void create() throws GitAPIException, IOException {
        fixture = GitFixture.create(temp.resolve("project"));
        fixture.write("src/main.py", "print(1)\n");
        base = fixture.commit().name();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private BranchResult write(StepCommit... commits) throws UnusableRepository {
        try (LocalRepository repository = LocalRepository.open(fixture.folder)) {
            return BranchTest.write(repository, base, commits);
        }
    }

    private ObjectId branch() throws IOException {
        return fixture.repository().resolve("refs/heads/" + BRANCH);
    }

    /** As a kill -9 between any two writes leaves it, the one before the ref among them. */
    @Test
    void whateverEndsItASecondTryGivesTheSameChain() throws Exception {
        StepCommit[] steps = {step("One", "src/main.py", "1"), step("Two", "a/b", "2"), step("Three", "a/c", "3")};
        int writes = 0;
        for (boolean over = false; !over; writes++) {
            over = writeUntil(writes, steps);
            assertThat(branch() == null).isEqualTo(!over);
        }
        ObjectId afterFailures = branch();

        assertThat(writes).as("blobs, trees, commits, the flush and the whole").isEqualTo(3 + 6 + 3 + 1 + 1);
        assertThat(write(steps)).isEqualTo(new BranchResult(afterFailures.name(), 3, false));
        fixture.git.branchDelete().setBranchNames(BRANCH).setForce(true).call();
        assertThat(write(steps)).isEqualTo(new BranchResult(afterFailures.name(), 3, true));
    }

    /** @return whether it came to its end */
    private boolean writeUntil(int writes, StepCommit... steps) throws IOException, UnusableRepository {
        GitFolder folder = GitFolder.find(fixture.folder);
        FileRepository repository = (FileRepository) fixture.repository();
        try (ObjectReader objects = repository.newObjectReader();
                RevWalk walk = new RevWalk(objects);
                ObjectInserter inserter = new EndingInserter(repository.newObjectInserter(), writes)) {
            CommitChain chain = new CommitChain(walk.parseCommit(ObjectId.fromString(base)), objects, AUTHOR);
            for (StepCommit each : steps) {
                chain.add(each);
            }
            new BranchWriter(folder, repository, inserter).write(BRANCH, chain);
            return true;
        } catch (Ended e) {
            return false;
        }
    }

    private static final class Ended extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends after so many objects; the flush is one more. */
    private static final class EndingInserter extends ObjectInserter.Filter {
        private final ObjectInserter objects;
        private int left;

        EndingInserter(ObjectInserter objects, int left) {
            this.objects = objects;
            this.left = left;
        }

        @Override
        protected ObjectInserter delegate() {
            return objects;
        }

        @Override
        public ObjectId insert(int type, byte[] data) throws IOException {
            end();
            return objects.insert(type, data);
        }

        @Override
        public void flush() throws IOException {
            end();
            objects.flush();
        }

        private void end() throws Ended {
            if (left == 0) {
                throw new Ended();
            }
            left--;
        }
    }

    @Test
    void aFollowUpGoesOnOnTheSameBranch() throws Exception {
        StepCommit first = step("One", "src/main.py", "1");
        StepCommit second = step("Two", "src/main.py", "2");
        BranchResult before = write(first);

        BranchResult after = write(first, second);

        assertThat(after.moved()).isTrue();
        try (RevWalk walk = new RevWalk(fixture.repository())) {
            assertThat(walk.parseCommit(branch()).getParent(0).name()).isEqualTo(before.commit());
        }
        base = before.commit();
        assertThat(write(second)).isEqualTo(new BranchResult(after.commit(), 1, false));
    }
}
