package dev.mgx.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result set, valid while it is read. Columns are named, or numbered from 1. A failure is a
 * {@link SqlFailed}.
 */
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    public boolean isNull(String column) {
        try {
            return rows.getObject(column) == null;
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** A text, or null. */
    public @Nullable String getStringOrNull(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** The text of a column that is never null. */
    public String getString(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** The text of a column that is never null. */
    public String getString(int column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** The bytes of a text in UTF-8, as the database has them, or null. */
    public byte @Nullable [] getUtf8OrNull(String column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** The bytes of a text that is never null. */
    public byte[] getUtf8(String column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** Bytes that are never null. */
    public byte[] getBytes(String column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** A number; 0 for null. */
    public long getLong(String column) {
        try {
            return rows.getLong(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** A number; 0 for null. */
    public long getLong(int column) {
        try {
            return rows.getLong(column);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** A number; 0 for null. */
    public int getInt(String column) {
        return Math.toIntExact(getLong(column));
    }
}
