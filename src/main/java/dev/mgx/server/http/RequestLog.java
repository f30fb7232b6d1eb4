package dev.mgx.server.http;

import dev.mgx.json.Json;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What the log says of requests: a line for each that changes something, and for each that is refused; a few a minute of
 * the same status, and then how many more there were. Everything that is logged while a request is worked on names the
 * request and its client. Never a query, a header or a body. Thread-safe.
 */
public final class RequestLog {
    /** The key of the request's id in the log's context. It is also in the response's header {@value #HEADER}. */
    public static final String REQUEST = "request";

    /** The key of the client's address in the log's context. */
    public static final String CLIENT = "client";

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    private static final String HEADER = "X-Request-Id";

    /** An id that a proxy gave is taken over if it is one word, so that both logs name the request alike. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Refusals of what does not change anything that are not worth a line: a wrong address, a wrong parameter. */
    private static final Set<Integer> COMMON = Set.of(400, 404, 405, 409, 422);

    /** What fails says so itself, and so does the origin policy. */
    private static final Set<Integer> TOLD = Set.of(403, 500);

    private static final int MAX_PATH = 200;
    private static final int REFUSALS_A_MINUTE = 10;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong ids = new AtomicLong();
    private final String process = "%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
    private final Map<Integer, Minute> minutes = new HashMap<>();

    /** The refusals with one status since a time. */
    private static final class Minute {
        private final long began;
        private long refusals;

        Minute(long began) {
            this.began = began;
        }
    }

    RequestLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Gives the request its id. */
    void arrived(HttpServerRequest request) {
        String given = request.getHeader(HEADER);
        String id = given != null && ID.matcher(given).matches() ? given : process + "-" + ids.incrementAndGet();
        request.response().putHeader(HEADER, id);
    }

    /** The address at the other end of its connection: the client's, or a proxy's. */
    static String sender(HttpServerRequest request) {
        return request.remoteAddress() == null ? "?" : request.remoteAddress().hostAddress();
    }

    /** The work of a request, for another thread; what it logs names the request and the client. */
    static <T> Callable<T> named(HttpServerRequest request, String client, Callable<T> work) {
        String id = request.response().headers().get(HEADER);
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            begin(id, client);
            try {
                return work.call();
            } finally {
                restore(before);
            }
        };
    }

    /** Does some work of a request; what it logs names the request and the client. */
    static void during(HttpServerRequest request, String client, Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        begin(request.response().headers().get(HEADER), client);
        try {
            work.run();
        } finally {
            restore(before);
        }
    }

    private static void begin(@Nullable String id, String client) {
        MDC.put(REQUEST, id);
        MDC.put(CLIENT, client);
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }

    /** A request was answered. */
    void answered(HttpServerRequest request, String client, long began) {
        int status = request.response().getStatusCode();
        if (status < 400 && !READING.contains(request.method())) {
            long millis = Duration.ofNanos(nanoTime.getAsLong() - began).toMillis();
            during(
                    request,
                    client,
                    () -> log.info("{} {}: {} in {} ms", request.method(), path(request), status, millis));
        }
    }

    /** A request is answered with a problem. Called within {@link #during}. */
    void refused(HttpServerRequest request, Response reply) {
        boolean reading = READING.contains(request.method());
        if (reply.status() < 400 || TOLD.contains(reply.status()) || (reading && COMMON.contains(reply.status()))) {
            return;
        }
        long more = count(reply.status());
        if (more >= 0) {
            String others = more == 0 ? "" : "; %d more with this status since the last such line".formatted(more);
            log.warn(
                    "{} {}: refused with {}, {}{}",
                    request.method(),
                    path(request),
                    reply.status(),
                    reason(String.valueOf(request.path()), reply),
                    others);
        }
    }

    /** Counts a refusal; returns how many before it had no line, or -1 if it gets none either. */
    synchronized long count(int status) {
        long now = nanoTime.getAsLong();
        Minute minute = minutes.computeIfAbsent(status, first -> new Minute(now));
        long silent = 0;
        if (now - minute.began >= MINUTE) {
            silent = Math.max(0, minute.refusals - REFUSALS_A_MINUTE);
            minute = new Minute(now);
            minutes.put(status, minute);
        }
        minute.refusals++;
        return minute.refusals <= REFUSALS_A_MINUTE ? silent : -1;
    }

    /** The sentence of the problem, unless it is about what the client wrote, and may quote it. */
    private static String reason(String path, Response reply) {
        boolean quotes = reply.status() == 400 || reply.status() == 422 || path.indexOf('%') >= 0;
        return reply.body() instanceof Response.Body.Whole(String problem)
                ? Json.readTree(problem).path(quotes ? "title" : "detail").asString("")
                : "";
    }

    /** The path up to what is encoded in it: no id of ours is, and nobody else's words stand in the log. */
    private static String path(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path().replaceFirst("%.*", "…");
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
    }
}
