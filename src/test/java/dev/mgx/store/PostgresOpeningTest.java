package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Migrations;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The message for an operator when a PostgreSQL database cannot be used: one sentence without a password. */
@Timeout(60)
class PostgresOpeningTest {
    private static final String PASSWORD = "s3cret/@:%";

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final String url = server.freshUrl();

    private static Store open(Path folder, String url) {
        return Store.open(folder, DatabaseUrl.parse(url), Clock.systemUTC(), () -> "id", CommitProbe.NONE);
    }

    private String refusalOf(String url) {
        StoreUnavailable refusal = catchThrowableOfType(
                StoreUnavailable.class,
                () -> open(folder.resolve("refused"), url).close());
        assertThat(refusal).as("it was opened").isNotNull();
        String sentence = String.valueOf(refusal.getMessage());
        assertThat(sentence)
                .startsWith("The database postgresql://127.0.0.1:")
                .contains(" cannot be opened: ")
                .doesNotContain("\n", "Exception", "s3cret")
                .hasSizeLessThan(300);
        return sentence;
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThat(refusalOf("postgresql://u:s3cret@127.0.0.1:1/mgx"))
                .isEqualTo("The database postgresql://127.0.0.1:1/mgx cannot be opened:"
                        + " PostgreSQL cannot be reached (Connection refused)");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(refusalOf("postgresql://127.0.0.1:%d/mgx?socketTimeout=1".formatted(silent.getLocalPort())))
                    .endsWith("PostgreSQL cannot be reached (Read timed out)");
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThat(refusalOf(url.replace("/postgres?", "/nowhere?")))
                .endsWith("PostgreSQL says: database \"nowhere\" does not exist");
    }

    @Test
    void aSchemaThatIsNotThereIsRefused() {
        assertThat(refusalOf(url + "x")).contains("the requested schema does not exist");
    }

    @Test
    void aPasswordIsHeldAgainstTheServerAndNeverSaid() throws IOException {
        server.demandPasswordOf("walled", PASSWORD);
        String asWalled = url.replace("postgres@", "walled:s3cret%2F%40%3A%25@");
        server.execute("GRANT ALL ON SCHEMA " + url.substring(url.indexOf("test_")) + " TO walled");
        open(folder, asWalled).close();
        open(folder, asWalled.replace("s3cret%2F%40%3A%25", "s3cret%2F@:%25")).close(); // as people write it
        assertThat(refusalOf(asWalled.replace("s3cret", "s3cretly")))
                .endsWith("PostgreSQL says: password authentication failed for user \"walled\"");
        assertThat(refusalOf(asWalled.replace(":s3cret%2F%40%3A%25", ""))).contains("password");
    }

    @Test
    void aDatabaseInUseIsRefusedAndLeftAlone() {
        try (StoreFixture store =
                new StoreFixture(folder, DatabaseUrl.parse(url), CommitProbe.NONE, Clock.systemUTC())) {
            Fence fence = store.running();
            assertThat(refusalOf(url))
                    .endsWith("Another MGX Engine uses the database: stop that one,"
                            + " or name another database with MGX_DATABASE_URL");
            assertThat(store.log(fence, "goes on")).hasSize(1);
            open(folder.resolve("other"), server.freshUrl()).close(); // another schema is another database
        }
        open(folder, url).close();
    }

    @Test
    void aDatabaseOfAProcessThatWasKilledIsFreeAgain() throws IOException {
        try (OtherProcess other = OtherProcess.opening(folder, url)) {
            assertThat(other.says()).isEqualTo("open");
            assertThat(refusalOf(url)).contains("Another MGX Engine");
            other.kill();
            open(folder, url).close();
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs() {
        open(folder, url).close();
        server.execute(
                "INSERT INTO %s.flyway_schema_history SELECT 999, '999', 'future', type, 'V999__future.sql', checksum,"
                                .formatted(url.substring(url.indexOf("test_")))
                        + " installed_by, installed_on, 1, true FROM %s.flyway_schema_history WHERE version = '1'"
                                .formatted(url.substring(url.indexOf("test_"))));
        StoreUnavailable refusal = catchThrowableOfType(
                StoreUnavailable.class, () -> open(folder, url).close());
        assertThat(refusal)
                .hasMessageContaining("was written by a newer MGX Engine (its version is 999, this one's is "
                        + Migrations.NEWEST + ")");
    }

    @Test
    void aSchemaWithTablesOfSomethingElseIsLeftAlone() {
        server.execute("CREATE TABLE %s.shop (id INT)".formatted(url.substring(url.indexOf("test_"))));
        assertThat(refusalOf(url)).contains("tables of another program");
    }
}
