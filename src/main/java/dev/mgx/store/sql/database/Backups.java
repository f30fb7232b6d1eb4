package dev.mgx.store.sql.database;

import dev.mgx.file.PrivateFile;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.SqlFailed;
import dev.mgx.store.sql.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Backups. A backup is one file, an SQLite database with everything that is stored, whichever database it is from; it
 * can be restored to either. It is of one moment, and others write meanwhile.
 */
public final class Backups {
    private Backups() {}

    /**
     * Writes a backup and compares it with the database. Does not need the folder for itself.
     *
     * @param file must not exist
     * @throws StoreUnavailable if it cannot be written, or is not the same as the database; the message is one sentence
     */
    public static BackupContent write(DatabaseUrl url, Path folder, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            requireNew(file);
            Files.deleteIfExists(part);
            PrivateFile.ensure(part);
            part.toFile().deleteOnExit(); // where it is interrupted
            try (Connection from = snapshot(url, folder)) {
                BackupContent content = write(from, part);
                Files.move(part, file);
                sync(file.toAbsolutePath().resolveSibling(""));
                return content;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (SQLException | SqlFailed | IOException e) {
            throw new StoreUnavailable("The backup %s cannot be written: %s".formatted(file, reason(e)), e);
        }
    }

    private static void requireNew(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "it exists already, and a backup overwrites nothing; name another file");
        }
    }

    private static Connection snapshot(DatabaseUrl url, Path folder) throws SQLException {
        if (url instanceof PostgresUrl postgres) {
            Postgres database = new Postgres(postgres);
            return opened(database, database::openSnapshot);
        }
        if (!Sqlite.isIn(folder)) {
            throw new StoreUnavailable(
                    "There is no database in %s; MGX_DATA_DIR names its folder".formatted(folder), null);
        }
        Sqlite database = Sqlite.in(folder);
        return opened(database, database::openSnapshot);
    }

    private static BackupContent write(Connection from, Path part) throws SQLException, IOException {
        String version = Migrations.version(from);
        Sqlite backup = new Sqlite(part);
        Map<TableRows, TableRows.Digest> copied;
        try (Connection to = backup.openFresh(version)) {
            copied = copy(TableRows.of(to), from, to);
            index(backup, to, version);
            to.commit();
        }
        sync(part);
        try (Connection written = backup.openReader()) {
            requireWhole(written);
            requireSame(copied, written);
            return content(written, part);
        }
    }

    private static Map<TableRows, TableRows.Digest> copy(List<TableRows> tables, Connection from, Connection to)
            throws SQLException {
        Map<TableRows, TableRows.Digest> copied = new HashMap<>();
        for (TableRows table : tables) {
            copied.put(table, table.copy(from, to));
        }
        return copied;
    }

    private static void requireSame(Map<TableRows, TableRows.Digest> copied, Connection written) throws SQLException {
        for (Map.Entry<TableRows, TableRows.Digest> table : copied.entrySet()) {
            if (!table.getKey().digest(written).equals(table.getValue())) {
                throw new SQLException("the copy of the table %s is not the same as the original; is the disk damaged?"
                        .formatted(table.getKey().name()));
            }
        }
    }

    private static void requireWhole(Connection sqlite) throws SQLException {
        String found = new Sql(sqlite)
                .first(row -> row.getString(1), "PRAGMA integrity_check")
                .orElse("no answer");
        if (!found.equals("ok")) {
            String first = found.lines()
                    .filter(line -> !line.startsWith("***"))
                    .findFirst()
                    .orElse(found);
            throw new SQLException("it is damaged (%s)".formatted(first));
        }
    }

    private static BackupContent content(Connection sqlite, Path file) throws IOException {
        Sql sql = new Sql(sqlite);
        return new BackupContent(
                sql.number("SELECT COUNT(*) FROM task"), sql.number("SELECT COUNT(*) FROM event"), Files.size(file));
    }

    /**
     * Restores a backup to an empty database, and compares the two. Either everything is restored or nothing.
     *
     * @param folder the data folder, which is the caller's
     * @throws StoreUnavailable if it cannot be restored; the message is one sentence
     */
    public static BackupContent restore(Path file, DatabaseUrl url, Path folder) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no such file");
            }
            Sqlite backup = new Sqlite(file);
            try (Connection from = opened(backup, backup::openReader)) {
                requireWhole(from);
                return restore(from, file, url, folder);
            }
        } catch (SQLException | SqlFailed | IOException e) {
            throw new StoreUnavailable("The backup %s cannot be restored: %s".formatted(file, reason(e)), e);
        }
    }

    private static BackupContent restore(Connection from, Path file, DatabaseUrl url, Path folder)
            throws SQLException, IOException {
        String version = Migrations.version(from);
        Target target = Target.of(url, folder);
        Database database = target.database();
        try (Connection to = opened(database, database::openWriter)) {
            target.migration().accept(version);
            requireEmpty(to, version);
            Map<TableRows, TableRows.Digest> copied = copy(TableRows.of(from), from, to);
            index(database, to, version);
            requireSame(copied, to);
            to.commit();
            target.migration().accept(Migrations.NEWEST);
            database.finish(to);
            return content(from, file);
        }
    }

    /**
     * What a backup is restored to.
     *
     * @param migration brings it to a version
     */
    private record Target(Database database, Consumer<String> migration) {
        static Target of(DatabaseUrl url, Path folder) {
            if (url instanceof PostgresUrl postgres) {
                Postgres database = new Postgres(postgres);
                return new Target(database, database::migrate);
            }
            Sqlite database = Sqlite.in(folder);
            return new Target(database, database::migrate);
        }
    }

    private static void index(Database database, Connection to, String version) throws SQLException {
        if (IndexExistingTasks.isPartOf(version)) {
            IndexExistingTasks.index(new Sql(to), database.taskIndex());
        }
    }

    private static void requireEmpty(Connection to, String version) throws SQLException {
        long tasks = new Sql(to).number("SELECT COUNT(*) FROM task");
        if (tasks > 0) {
            throw new SQLException(
                    "there are %,d tasks in the database already, and a restore overwrites nothing; name an empty one with MGX_DATA_DIR or MGX_DATABASE_URL"
                            .formatted(tasks));
        }
        String there = Migrations.version(to);
        to.commit();
        if (!there.equals(version)) {
            throw new SQLException(
                    "it is of version %s and the database of version %s already; name a new one with MGX_DATA_DIR or MGX_DATABASE_URL"
                            .formatted(version, there));
        }
    }

    /** Opens a connection. */
    @FunctionalInterface
    private interface Opening {
        Connection open() throws SQLException;
    }

    private static Connection opened(Database database, Opening opening) {
        try {
            return opening.open();
        } catch (SQLException e) {
            throw new StoreUnavailable(
                    "%s cannot be opened: %s"
                            .formatted(database.subject(), database.fault(e).sentence()),
                    e);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case SqlFailed failed -> String.valueOf(failed.failure().getMessage());
            case java.nio.file.NoSuchFileException missing ->
                "the folder %s does not exist"
                        .formatted(Path.of(missing.getFile()).toAbsolutePath().resolveSibling(""));
            case java.nio.file.AccessDeniedException denied -> "access to %s is denied".formatted(denied.getFile());
            case java.nio.file.FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
