package dev.mgx.store;

import java.util.Arrays;
import java.util.Comparator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a database to the version of this program. */
final class Migrations {
    private Migrations() {}

    /** @throws StoreUnavailable when the database is from a newer version, or cannot be read or written */
    static void apply(DataSource database) {
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:dev/mgx/store/migration")
                    .load();
            refuseNewer(flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreUnavailable("The database cannot be opened: " + rootReason(e), e);
        }
    }

    private static void refuseNewer(MigrationInfo[] known) {
        Arrays.stream(known)
                .filter(info -> info.getState() == MigrationState.FUTURE_SUCCESS)
                .map(MigrationInfo::getVersion)
                .max(Comparator.<MigrationVersion>naturalOrder())
                .ifPresent(version -> {
                    throw new StoreUnavailable(
                            "The database was written by a newer MGX Engine (its version is %s): use that one, or another data folder"
                                    .formatted(version),
                            null);
                });
    }

    private static String rootReason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown reason");
    }
}
