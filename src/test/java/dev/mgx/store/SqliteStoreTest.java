package dev.mgx.store;

import dev.mgx.store.journal.FeedContract;
import dev.mgx.store.source.SourcesContract;
import dev.mgx.testing.TestDatabase;
import org.junit.jupiter.api.Nested;

/** The store contract on SQLite. */
class SqliteStoreTest {
    @Nested
    class Writes extends WriterContract {
        Writes() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Appending extends AppendContract {
        Appending() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Claiming extends ClaimsContract {
        Claiming() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Files extends ArtifactsContract {
        Files() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class ExistingProjects extends SourcesContract {
        ExistingProjects() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Unreadable extends UnreadableTasksContract {
        Unreadable() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Deleting extends DeletionContract {
        Deleting() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class Feeding extends FeedContract {
        Feeding() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class OfAnEarlierVersion extends EarlierVersionContract {
        OfAnEarlierVersion() {
            super(TestDatabase.SQLITE);
        }
    }
}
