package dev.mgx.server.api;

import dev.mgx.json.Json;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.KeptAnswers;
import dev.mgx.store.sql.OutcomeUnknown;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does a request with an {@code Idempotency-Key} once, however often it is sent: a retry gets the answer of the first.
 * What was refused has done nothing and may be tried again. Where the server stopped before it could keep an answer,
 * nobody knows what came of the request, and it is not done again. Thread-safe.
 */
public final class Retries {
    private final KeptAnswers kept;
    private final Set<KeptAnswers.Request> working = ConcurrentHashMap.newKeySet();

    public Retries(KeptAnswers kept) {
        this.kept = kept;
    }

    /** An answer as it is kept. */
    private record Kept(int status, Map<String, String> headers, String body) {
        Response response() {
            return new Response(status, headers, new Response.Body.Whole(body)).with("Idempotency-Replayed", "true");
        }
    }

    /**
     * Has the handler handle the request, or answers as it did before.
     *
     * @param path of the route, with its variables
     */
    Response once(Request request, String path, Route.Handler handler) throws InterruptedException {
        String key = request.headers().text("Idempotency-Key");
        if (key == null) {
            return handler.handle(request);
        }
        String taskId = request.path().getOrDefault("id", "");
        KeptAnswers.Request known = new KeptAnswers.Request("POST " + named(path, request), key);
        if (!working.add(known)) {
            Problem problem = Problem.of(
                    ProblemType.IDEMPOTENCY_KEY_IN_USE,
                    "A request with this Idempotency-Key is being worked on; send it again for its answer");
            throw new ProblemException(problem, Map.of("Retry-After", "1"));
        }
        try {
            return switch (kept.begin(known, request.body().hash(), taskId)) {
                case KeptAnswers.Known.New nothing -> first(request, known, handler);
                case KeptAnswers.Known.Answered(String answer) ->
                    Json.read(answer, Kept.class).response();
                case KeptAnswers.Known.OtherBody other ->
                    throw ProblemException.invalid(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "Idempotency-Key",
                            "was sent with another body; a new request needs a new key");
                case KeptAnswers.Known.Unanswered none ->
                    throw new ProblemException(
                            ProblemType.IDEMPOTENCY_KEY_UNANSWERED,
                            "The server stopped while it worked on a request with this Idempotency-Key; see what came"
                                    + " of it, and send it again with a new key if nothing did");
            };
        } finally {
            working.remove(known);
        }
    }

    /** The path with what its variables are. */
    private static String named(String path, Request request) {
        String named = path;
        for (Map.Entry<String, String> variable : request.path().entrySet()) {
            named = named.replace("{%s}".formatted(variable.getKey()), variable.getValue())
                    .replace("{%s…}".formatted(variable.getKey()), variable.getValue());
        }
        return named;
    }

    private Response first(Request request, KeptAnswers.Request known, Route.Handler handler)
            throws InterruptedException {
        Response response;
        try {
            response = handler.handle(request);
        } catch (OutcomeUnknown e) {
            throw e; // it may have been done, and so may not be done again
        } catch (RuntimeException e) {
            kept.forget(known);
            throw e;
        }
        if (response.body() instanceof Response.Body.Whole(String body)) {
            String madeId = Json.readTree(body).path("id").asString("");
            String taskId = request.path().getOrDefault("id", madeId);
            kept.keep(known, taskId, Json.write(new Kept(response.status(), response.headers(), body)));
        }
        return response;
    }
}
