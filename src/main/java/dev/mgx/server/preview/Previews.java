package dev.mgx.server.preview;

import dev.mgx.server.http.HttpDispatcher;
import dev.mgx.service.Services;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows running services, each to whoever comes with a link that the server gave out, under an origin of its own. Runs on event
 * loops.
 */
public final class Previews implements HttpDispatcher.OtherOrigin {
    /** Long enough to click a link, too short to find one in a history. */
    private static final Duration LINK_VALIDITY = Duration.ofMinutes(5);

    private static final Duration VISIT_VALIDITY = Duration.ofHours(12);
    private static final String PARAMETER = PreviewPolicy.COOKIE;
    private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)" + PARAMETER + "=([^&]*)");

    /** Then the service's connections count as used no longer. */
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final int MOST_CONNECTIONS = 32;

    private static final Logger log = LoggerFactory.getLogger(Previews.class);

    private final Services services;
    private final Supplier<Optional<PreviewUrl>> url;
    private final PreviewTickets tickets;
    private final HttpProxy proxy;

    /** @param url asked for with each request; empty if there are no previews */
    public Previews(Vertx vertx, Services services, Supplier<Optional<PreviewUrl>> url, InstantSource clock) {
        this.services = services;
        this.url = url;
        tickets = new PreviewTickets(clock);
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setCleanerPeriod(1_000));
        proxy = HttpProxy.reverseProxy(client)
                .origin(context -> connect(client, context))
                .addInterceptor(new Filter(), true);
    }

    /** A link to the preview of a task, for a short time; empty if there are no previews. */
    public Optional<String> link(String taskId) {
        return url.get()
                .map(where -> "%s/?%s=%s"
                        .formatted(
                                where.origin(taskId),
                                PARAMETER,
                                tickets.issue(PreviewTickets.Use.LINK, taskId, LINK_VALIDITY)));
    }

    @Override
    public boolean isFor(HttpServerRequest request) {
        return taskId(request).isPresent();
    }

    private Optional<String> taskId(HttpServerRequest request) {
        String host = request.getHeader("Host");
        return host == null ? Optional.empty() : url.get().flatMap(where -> where.taskId(host));
    }

    private String origin(HttpServerRequest request) {
        return url.get().orElseThrow().origin(taskId(request).orElseThrow());
    }

    @Override
    public void handle(HttpServerRequest request) {
        String taskId = taskId(request).orElseThrow();
        Optional<String> ticket = ticketInQuery(request);
        if (ticket.isPresent()) {
            if (tickets.isValid(PreviewTickets.Use.LINK, taskId, ticket.get())) {
                welcome(request, taskId);
            } else {
                refuse(request, 403, "This link is no longer valid. Open the preview from the page of its task again.");
            }
        } else if (!isVisitor(request, taskId)) {
            refuse(request, 403, "Open this preview from the page of its task.");
        } else if (isForeign(request)) {
            refuse(request, 403, "A preview takes no requests of other pages.");
        } else if ("script".equals(request.getHeader("Service-Worker"))) {
            refuse(request, 403, "A preview installs no service workers.");
        } else if (services.socket(taskId).isEmpty()) {
            refuse(request, 503, "The program does not run. Start it on the page of its task.");
        } else {
            proxy.handle(request);
        }
    }

    private static Optional<String> ticketInQuery(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) || request.query() == null) {
            return Optional.empty();
        }
        var found = IN_QUERY.matcher(request.query());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Sets the cookie and leads to the page, so that the ticket is in no address that the program sees. */
    private void welcome(HttpServerRequest request, String taskId) {
        String rest = IN_QUERY.matcher(request.query()).replaceAll("").replaceFirst("^&", "");
        Cookie cookie = Cookie.cookie(
                        PreviewPolicy.COOKIE, tickets.issue(PreviewTickets.Use.VISIT, taskId, VISIT_VALIDITY))
                .setHttpOnly(true)
                .setPath("/")
                .setSecure(origin(request).startsWith("https:"))
                .setSameSite(CookieSameSite.LAX)
                .setMaxAge(VISIT_VALIDITY.toSeconds());
        request.response()
                .addCookie(cookie)
                .setStatusCode(303)
                .putHeader("Location", request.path() + (rest.isEmpty() ? "" : "?" + rest))
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .end();
    }

    private boolean isVisitor(HttpServerRequest request, String taskId) {
        return request.cookies(PreviewPolicy.COOKIE).stream()
                .anyMatch(cookie -> tickets.isValid(PreviewTickets.Use.VISIT, taskId, cookie.getValue()));
    }

    /** Whether a page of another origin sent it, but for a link that was followed. */
    private boolean isForeign(HttpServerRequest request) {
        String from = request.getHeader("Origin");
        if (from != null) {
            return !from.equalsIgnoreCase(origin(request));
        }
        String site = request.getHeader("Sec-Fetch-Site");
        boolean follows = "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && request.method().equals(HttpMethod.GET);
        return site != null && !site.equals("same-origin") && !site.equals("none") && !follows;
    }

    private static void refuse(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'")
                .end(sentence + "\n");
    }

    private Future<HttpClientRequest> connect(HttpClient client, ProxyContext context) {
        HttpServerRequest request = context.request().proxiedRequest();
        Optional<Path> socket = taskId(request).flatMap(services::socket);
        if (socket.isEmpty()) {
            return Future.failedFuture("the service has ended");
        }
        return client.request(new RequestOptions()
                        .setServer(
                                SocketAddress.domainSocketAddress(socket.get().toString()))
                        .setHost(request.authority().host())
                        .setPort(request.authority().port()))
                .onSuccess(sent -> sent.exceptionHandler(e -> log.debug("A request to a service failed", e)));
    }

    /** Applies {@link PreviewPolicy}. */
    private final class Filter implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            PreviewPolicy.request(context.request().headers());
            return context.sendRequest();
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            if (!context.isWebSocket()) {
                PreviewPolicy.response(
                        context.response().headers(), origin(context.request().proxiedRequest()));
            }
            return context.sendResponse();
        }
    }
}
