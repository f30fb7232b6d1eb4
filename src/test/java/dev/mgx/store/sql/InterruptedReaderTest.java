package dev.mgx.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.TamperedRows;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.testing.Await;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that disconnects during a read does not cost a connection to PostgreSQL. */
@Timeout(40)
class InterruptedReaderTest {
    private static final long LOCK = 4711;
    private static final String READERS =
            "SELECT pid FROM pg_stat_activity WHERE query LIKE '%mgx 4711%' AND pid <> pg_backend_pid()";

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final DatabaseUrl url = DatabaseUrl.parse(server.freshUrl());

    private static Set<Long> pids(TamperedRows looking, String more) throws SQLException {
        return new HashSet<>(looking.sql().list(row -> row.getLong(1), READERS + more));
    }

    /** Opens the maximum number of connections and returns their server processes. */
    private static Set<Long> openAll(Readers readers, TamperedRows looking) throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        FutureTask<?>[] reads = new FutureTask<?>[4];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = new FutureTask<>(() -> readers.read(sql -> {
                try {
                    together.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return sql.number("SELECT 1 /* mgx 4711 */");
            }));
            Thread.startVirtualThread(reads[i]);
        }
        for (FutureTask<?> read : reads) {
            assertThat(read.get()).isEqualTo(1L);
        }
        return pids(looking, "");
    }

    @Test
    void whoIsInterruptedInAReadLetsGoOfItAndEveryConnectionStays() throws Exception {
        PostgresUrl postgres = (PostgresUrl) url;
        try (Readers readers = new Readers(new Postgres(postgres), Duration.ofSeconds(20));
                TamperedRows looking = TamperedRows.of(folder, url)) {
            Set<Long> before = openAll(readers, looking);
            assertThat(before).hasSize(4);
            assertThat(looking.sql().list(row -> true, "SELECT pg_advisory_lock(?)", LOCK))
                    .hasSize(1);

            FutureTask<Boolean> read = new FutureTask<>(() -> {
                try {
                    readers.read(sql -> sql.list(row -> true, "SELECT pg_advisory_lock(?) /* mgx 4711 */", LOCK));
                    return false;
                } catch (StoreUnavailable e) {
                    assertThat(e).hasMessage("The read was interrupted");
                    return Thread.currentThread().isInterrupted();
                }
            });
            Thread reader = Thread.startVirtualThread(read);
            Await.until(() -> pids(looking, " AND wait_event = 'advisory'").size() == 1);
            reader.interrupt();
            assertThat(read.get()).as("it lets go, and the interrupt stands").isTrue();

            assertThat(looking.sql().list(row -> true, "SELECT pg_advisory_unlock(?)", LOCK))
                    .hasSize(1);
            Await.until(() -> pids(looking, " AND wait_event = 'advisory'").isEmpty());
            assertThat(openAll(readers, looking)).isEqualTo(before);
        }
    }

    @Test
    void whoIsInterruptedBeforeReadsAndFindsTheInterruptStanding() throws Exception {
        try (Readers readers = new Readers(new Postgres((PostgresUrl) url), Duration.ofSeconds(20))) {
            FutureTask<Boolean> read = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                return readers.read(sql -> sql.number("SELECT 1")) == 1
                        && Thread.currentThread().isInterrupted();
            });
            Thread.startVirtualThread(read);
            assertThat(read.get()).isTrue();
        }
    }
}
