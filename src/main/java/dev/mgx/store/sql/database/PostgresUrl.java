package dev.mgx.store.sql.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL URL in libpq's syntax (postgresql.org/docs/current/libpq-connect.html), including several
 * comma-separated hosts. Parameters are those of the JDBC driver; libpq's spelling ({@code connect_timeout}) is
 * accepted too.
 *
 * @param servers at least one
 * @param user null for the operating system's user
 * @param parameters by the driver's names
 */
public record PostgresUrl(
        List<Server> servers,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters)
        implements DatabaseUrl {
    private static final Pattern SCHEME = Pattern.compile("postgres(ql)?://(.*)", Pattern.DOTALL);
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]+)(:([0-9]{1,5}))?");
    private static final int DEFAULT_PORT = 5432;

    /** A host and port. */
    record Server(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public PostgresUrl {
        servers = List.copyOf(servers);
        parameters = Map.copyOf(parameters);
    }

    static PostgresUrl parse(String url) {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            throw new IllegalArgumentException("has an unknown scheme");
        }
        String[] query = scheme.group(2).split("\\?", 2);
        // An unencoded password may contain an @, so the last @ is the separator.
        int at = query[0].lastIndexOf('@');
        String[] who = query[0].substring(0, Math.max(0, at)).split(":", 2);
        String[] where = query[0].substring(at + 1).split("/", 2);
        String database = where.length == 2 ? decoded(where[1]) : "";
        if (database.isEmpty()) {
            throw new IllegalArgumentException("names no database");
        }
        return new PostgresUrl(
                Arrays.stream(where[0].split(",", -1)).map(PostgresUrl::server).toList(),
                database,
                who[0].isEmpty() ? null : decoded(who[0]),
                who.length == 2 ? decoded(who[1]) : null,
                query.length == 2 ? parameters(query[1]) : Map.of());
    }

    private static Server server(String text) {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            throw new IllegalArgumentException("has no host, or a port that is not a number");
        }
        int port = server.group(3) == null ? DEFAULT_PORT : Integer.parseInt(server.group(3));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has a port that is not from 1 to 65535");
        }
        return new Server(decoded(server.group(1)), port);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(known(parts[0], query), decoded(parts[1]));
            } else if (!pair.isEmpty()) {
                throw new IllegalArgumentException("has a parameter without a value");
            }
        }
        return parameters;
    }

    /**
     * The driver ignores unknown parameters; a mistyped {@code sslmode} must not go unnoticed. Where there is an @ after
     * it, the name may be a piece of a password that has a question mark.
     */
    private static String known(String name, String query) {
        String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(PGProperty.values())
                .map(PGProperty::getName)
                .filter(each -> each.toLowerCase(Locale.ROOT).equals(plain))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("has a parameter that the PostgreSQL driver does not know"
                                + (name.matches("[A-Za-z_]{1,40}") && query.indexOf('@') < 0 ? ": " + name : "")));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a % with no two hexadecimal digits after it: write it as %25", e);
        }
    }

    public List<String> hosts() {
        return servers.stream().map(Server::host).toList();
    }

    public int[] ports() {
        return servers.stream().mapToInt(Server::port).toArray();
    }

    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        servers.forEach(server -> texts.add(server.toString()));
        String schema = parameters.get(PGProperty.CURRENT_SCHEMA.getName());
        return texts.stream().collect(Collectors.joining(",", "postgresql://", "/" + database))
                + (schema == null ? "" : "?currentSchema=" + schema);
    }
}
