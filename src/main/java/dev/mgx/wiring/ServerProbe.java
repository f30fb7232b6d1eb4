package dev.mgx.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Short requests to find out what responds at an address. Its methods block for a few seconds at most. Of Java's two
 * clients the older one, because the other needs longer to be loaded than the request takes.
 */
public final class ServerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 20;

    private ServerProbe() {}

    /** Whether a server responds there. */
    public static boolean answers(URI server) {
        return get(server.resolve("/health/live")).isPresent();
    }

    /** Whether an MGX Engine responds there. */
    public static boolean isOurs(URI server) {
        return get(server).filter(body -> body.contains("\"MGX Engine\"")).isPresent();
    }

    /** The health report of the server there. */
    public static Optional<String> health(URI server) {
        return get(server.resolve("/health"));
    }

    private static Optional<String> get(URI at) {
        try {
            HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Connection", "close");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
