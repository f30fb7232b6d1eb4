package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.server.http.ApiDescription;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Await;
import dev.mgx.testing.Soak;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Fuzzes every route, parameter and field in /openapi.json with hostile values, first one at a time, then several at
 * random: the response arrives in time, is no server error, and a rejection has the right form. New routes are covered
 * without a change here.
 */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DescribedRoutesFuzzTest {
    private static final long SEED = 20_261_124;
    private static final int AT_RANDOM = Soak.of(20, 2_000); // for each operation

    /** Responses before routing: a malformed or too long request line or headers. */
    private static final List<Integer> BEFORE_ROUTES = List.of(400, 404, 405, 414, 431);

    @TempDir
    static Path folder;

    private static Served served;
    private static ApiDescription api;
    private static String witness;
    private static String before;

    private final Random random = new Random(SEED);
    private final List<String> flaws = new ArrayList<>();
    private String task = "";
    private int sent;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, run -> {
            run.step("write", String.class, step -> {
                step.conclude(EventDraft.of(EventType.MESSAGE, "Changed src/A.java")
                        .by(AgentRole.EDITOR)
                        .file("src/A.java")
                        .diff("+a\n"));
                step.save(new ArtifactDraft("src/A.java", "class A {}", AgentRole.EDITOR));
                return "done";
            });
            return Served.done("Built");
        });
        api = ApiDescription.whole();
        witness = built();
        before = whatIsKnownOfTheWitness();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String built() throws Exception {
        String id = served.create();
        TestWatcher.connect(served, id, "").awaitClose();
        return id;
    }

    private static String whatIsKnownOfTheWitness() throws Exception {
        StringBuilder known = new StringBuilder();
        for (String path :
                List.of("/api/tasks/%s", "/api/tasks/%s/state", "/api/tasks/%s/events", "/api/artifacts/%s")) {
            known.append(served.get(path.formatted(witness)).body()).append('\n');
        }
        return known.toString();
    }

    @Test
    void hostileValuesAnywhereAreAnsweredInTimeAndHarmNothing() throws Exception {
        task = built();
        for (DescribedOperation operation : DescribedOperation.all(api)) {
            fuzz(operation);
        }

        assertThat(flaws).as("of %d requests, seed %d", sent, SEED).isEmpty();
        assertThat(sent).isGreaterThan(2_000);
        assertThat(served.get("/health").body()).contains("\"healthy\"");
        assertThat(whatIsKnownOfTheWitness()).isEqualTo(before);
        assertThat(served.get("/api/tasks/" + built() + "/state").body()).contains("\"SUCCEEDED\"");
        Await.until(() -> served.server().watchers() == 0 && served.streams().watchers() == 0);
    }

    private void fuzz(DescribedOperation operation) throws Exception {
        List<UnaryOperator<FuzzedRequest>> changes = operation.changes(api);
        for (UnaryOperator<FuzzedRequest> change : changes) {
            send(operation, change.apply(operation.request(api, task)));
        }
        for (int i = 0; i < AT_RANDOM; i++) {
            FuzzedRequest request = operation.request(api, task);
            for (int j = random.nextInt(2, 5); j > 0; j--) {
                request = changes.get(random.nextInt(changes.size())).apply(request);
            }
            send(operation, request);
        }
    }

    private void send(DescribedOperation operation, FuzzedRequest request) throws Exception {
        sent++;
        try {
            RawExchange answer = RawExchange.of(served.port(), request.bytes(served.port()));
            flaw(operation, request, answer)
                    .ifPresent(flaw -> flaws.add("%s%n  %s%n  answered %s".formatted(flaw, request, answer)));
            if (operation.method().equals("DELETE") && answer.status() == 204) {
                task = built();
            }
        } catch (SocketTimeoutException late) {
            flaws.add("no answer in time:%n  %s".formatted(request));
        }
        assertThat(flaws).as("seed %d", SEED).hasSizeLessThan(20);
    }

    private static Optional<String> flaw(DescribedOperation operation, FuzzedRequest request, RawExchange answer) {
        int status = answer.status();
        boolean described = api.names(operation.method(), operation.path(), status);
        if (status == 0) {
            return Optional.of("no answer");
        }
        if (status >= 500 && !described) {
            return Optional.of("a failure of the server's");
        }
        if (request.method().equals(operation.method()) && !described && !BEFORE_ROUTES.contains(status)) {
            return Optional.of("not described");
        }
        if (status >= 400 && !request.method().equals("HEAD")) {
            return refusalFlaw(answer);
        }
        return Optional.empty();
    }

    /** How a rejection violates the contract. */
    private static Optional<String> refusalFlaw(RawExchange answer) {
        if (!answer.header("Content-Type").equals("application/problem+json")) {
            return Optional.of("a refusal of type " + answer.header("Content-Type"));
        }
        try {
            JsonNode problem = Json.readTree(answer.body());
            String detail = problem.path("detail").asString();
            boolean fields = problem.path("errors").values().stream()
                    .allMatch(error -> error.path("field").isString()
                            && error.path("message").isString());
            if (problem.path("status").asInt() != answer.status()
                    || !problem.path("title").isString()) {
                return Optional.of("a problem without its status or title");
            }
            if (detail.isBlank() || detail.contains("Exception") || detail.contains("dev.mgx")) {
                return Optional.of("a detail that is no sentence for a person");
            }
            return answer.status() == 422 && (problem.path("errors").isEmpty() || !fields)
                    ? Optional.of("422 without the fields that are wrong")
                    : Optional.empty();
        } catch (MalformedJson e) {
            return Optional.of("a problem that is no JSON");
        }
    }
}
