package dev.mgx.store;

import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** A fresh database of one kind with a fresh data folder. */
public abstract class DatabaseFixture {
    @TempDir
    public Path folder;

    public final DatabaseUrl url;

    public DatabaseFixture(TestDatabase database) {
        url = database.fresh();
    }

    public StoreFixture open() {
        return open(CommitProbe.NONE);
    }

    StoreFixture open(CommitProbe probe) {
        return open(probe, Clock.systemUTC());
    }

    public StoreFixture open(CommitProbe probe, Clock clock) {
        return new StoreFixture(folder, url, probe, clock);
    }
}
