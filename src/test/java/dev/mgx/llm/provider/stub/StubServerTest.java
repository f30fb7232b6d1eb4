package dev.mgx.llm.provider.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stub server behaves as the provider tests assume. */
@Timeout(30)
class StubServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void streamsChunksThatEndWithUsageAndDone() throws Exception {
        try (StubServer stub = StubServer.start();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(call(stub, stub.key()), HttpResponse.BodyHandlers.ofString());

            assertThat(response.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(response.body()).contains("\"content\":", "\"finish_reason\":\"stop\"", "\"prompt_tokens\":");
            assertThat(response.body()).endsWith("data: [DONE]\n\n");
            StubCall call = stub.ledger().await(1, SOON);
            assertThat(call.awaitOutcome(SOON)).isEqualTo(StubCall.Outcome.ANSWERED);
            assertThat(call.request().header("authorization")).isEqualTo("Bearer " + stub.key());
        }
    }

    @Test
    void refusesAnotherKey() throws Exception {
        try (StubServer stub = StubServer.start();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(call(stub, "sk-other"), HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("sk-other", "invalid_api_key");
        }
    }

    @Test
    void seesWhenTheClientLeaves() throws Exception {
        try (StubServer stub = StubServer.start().next(Behaviour.FALLS_SILENT);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response =
                    http.send(call(stub, stub.key()), HttpResponse.BodyHandlers.ofInputStream());
            StubCall call = stub.ledger().await(1, SOON);
            assertThat(call.awaitOutcome(Duration.ofMillis(50))).isEqualTo(StubCall.Outcome.OPEN);

            response.body().close();

            assertThat(call.awaitOutcome(SOON)).isEqualTo(StubCall.Outcome.DISCONNECTED);
        }
    }

    @Test
    void aFullBacklogTakesNoConnection() throws Exception {
        try (FullBacklog full = new FullBacklog();
                HttpClient http = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofMillis(300))
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(full.address()).build();
            assertThat(catchThrowable(() -> http.send(request, HttpResponse.BodyHandlers.discarding())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("timed out");
        }
    }

    private static HttpRequest call(StubServer stub, String key) {
        String body = """
                {"model":"stub-model","stream":true,"messages":[{"role":"user","content":"## File to write\\n`a.txt`"}]}""";
        return HttpRequest.newBuilder(stub.address().resolve("/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
