package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one connection, each prepared once while it is used often. They end with the connection. Not
 * thread-safe, like the connection.
 */
final class PreparedStatements {
    private static final Logger log = LoggerFactory.getLogger(PreparedStatements.class);

    /** Enough for all that the store writes with. */
    private static final int MOST = 100;

    private final Connection connection;
    private final boolean travel;
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(MOST, 0.75f, true); // the latest used last

    /** @param travel whether each execution is a journey, so that many are better sent at once */
    PreparedStatements(Connection connection, boolean travel) {
        this.connection = connection;
        this.travel = travel;
    }

    /** The statement with this text, whose last execution is over. */
    PreparedStatement get(String statement) throws SQLException {
        PreparedStatement known = kept.get(statement);
        if (known != null) {
            return known;
        }
        PreparedStatement made = connection.prepareStatement(statement);
        kept.put(statement, made);
        if (kept.size() > MOST) {
            discard(kept.keySet().iterator().next());
        }
        return made;
    }

    /** Does not use it again: it has failed, or there are too many. */
    void discard(String statement) {
        PreparedStatement known = kept.remove(statement);
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                log.debug("A statement could not be closed: {}", e.getMessage());
            }
        }
    }

    boolean travel() {
        return travel;
    }

    Connection connection() {
        return connection;
    }
}
