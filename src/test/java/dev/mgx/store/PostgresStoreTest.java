package dev.mgx.store;

import dev.mgx.store.journal.FeedContract;
import dev.mgx.store.source.SourcesContract;
import dev.mgx.testing.TestDatabase;
import org.junit.jupiter.api.Nested;

/** The store contract on a real PostgreSQL. */
class PostgresStoreTest {
    @Nested
    class Writes extends WriterContract {
        Writes() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Appending extends AppendContract {
        Appending() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Claiming extends ClaimsContract {
        Claiming() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Files extends ArtifactsContract {
        Files() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class ExistingProjects extends SourcesContract {
        ExistingProjects() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Unreadable extends UnreadableTasksContract {
        Unreadable() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Deleting extends DeletionContract {
        Deleting() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class Feeding extends FeedContract {
        Feeding() {
            super(TestDatabase.POSTGRES);
        }
    }

    @Nested
    class OfAnEarlierVersion extends EarlierVersionContract {
        OfAnEarlierVersion() {
            super(TestDatabase.POSTGRES);
        }
    }
}
