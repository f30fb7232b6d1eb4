package dev.mgx.wiring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Short requests to find out what responds at an address. Its methods block for a few seconds at most. */
public final class ServerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

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
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(at).timeout(TIMEOUT).build();
            HttpResponse<String> answer = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), 1 << 20));
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
