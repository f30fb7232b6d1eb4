package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.FullBacklog;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.task.AgentRole;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does, a call ends with the right kind of failure, or by an interrupt. */
@Timeout(60)
class MisbehavingServerTest {
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");
    private static final List<Provider> EACH_PROTOCOL =
            List.of(Provider.OPENAI, Provider.ANTHROPIC, Provider.GEMINI, Provider.OLLAMA);
    private static final String ELSEWHERE = "Location: http://10.0.0.1/\r\n";

    /** A reset may also discard what was sent shortly before, so either message is right. */
    private static final String BROKEN = " the connection ";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Misbehaviour of a server in any protocol, and the expected failure. */
    static Stream<Arguments> endsByItself() {
        return EACH_PROTOCOL.stream()
                .flatMap(provider -> Stream.of(
                        row(provider, "resets", Behaviour.RESETS, Kind.CUT, BROKEN),
                        row(provider, "resets at once", Behaviour.RESETS_AT_ONCE, Kind.CUT, "before it answered"),
                        row(provider, "cuts", Behaviour.CUTS, Kind.CUT, BROKEN),
                        row(provider, "no finish", Behaviour.NO_FINISH, Kind.CUT, "without a finish reason"),
                        row(provider, "garbage", Behaviour.GARBAGE, Kind.GARBLED, "not its protocol"),
                        row(provider, "a gigabyte", Behaviour.A_GIGABYTE, Kind.TOO_LONG, "longer than"),
                        row(provider, "in circles", Behaviour.IN_CIRCLES, Kind.REPETITIVE, "\"and no play all work\""),
                        row(provider, "thinks", Behaviour.THINKS_IN_CIRCLES, Kind.REPETITIVE, "in its thoughts"),
                        row(provider, "an endless line", Behaviour.AN_ENDLESS_LINE, Kind.TOO_LONG, "more than"),
                        row(provider, "a page", Behaviour.WRONG_CONTENT_TYPE, Kind.GARBLED, "text/html"),
                        row(provider, "huge headers", Behaviour.HUGE_HEADERS, Kind.GARBLED, "HTTP"),
                        row(provider, "an error inside", Behaviour.ERROR_IN_THE_MIDDLE, Kind.OVERLOADED, "Overloaded"),
                        row(
                                provider,
                                "out of tokens",
                                Behaviour.OUT_OF_TOKENS,
                                Kind.TOO_LONG,
                                "tokens that this answer may"),
                        row(provider, "too many", Behaviour.tooMany("3"), Kind.RATE_LIMITED, "retry after 3 s"),
                        row(provider, "key", Behaviour.REFUSES_KEY, Kind.REFUSED, "key"),
                        row(
                                provider,
                                "no model",
                                Behaviour.UNKNOWN_MODEL,
                                Kind.UNKNOWN_MODEL,
                                "has no model stub-model"),
                        row(provider, "500", Behaviour.SERVER_ERROR, Kind.OVERLOADED, "failed (500)"),
                        row(provider, "400", Behaviour.error(400, "", "So rude"), Kind.REFUSED, "So rude"),
                        row(provider, "302", Behaviour.error(302, ELSEWHERE, ""), Kind.REFUSED, "http://10.0.0.1/")));
    }

    private static Arguments row(Provider provider, String what, Behaviour behaviour, Kind kind, String words) {
        return Arguments.of(provider, what, behaviour, kind, words);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void endsByItself(Provider provider, String what, Behaviour behaviour, Kind kind, String words) throws Exception {
        try (StubServer stub = StubServer.start().always(behaviour);
                ProviderModels models = StubModels.of(provider, stub)) {
            ModelFailed failed = failure(models);

            assertThat(failed.kind()).as(String.valueOf(failed.getMessage())).isEqualTo(kind);
            assertThat(failed)
                    .hasMessageContaining(words)
                    .message()
                    .doesNotContain(stub.key())
                    .hasSizeLessThan(600);
            assertThat(stub.ledger().await(1, TIMEOUT).awaitOutcome(TIMEOUT)).isNotEqualTo(StubCall.Outcome.OPEN);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI"})
    void quotesTheRefusal(Provider provider) {
        try (StubServer stub = StubServer.start().always(Behaviour.FILTERED);
                ProviderModels models = StubModels.of(provider, stub)) {
            ModelFailed failed = failure(models);

            assertThat(failed.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failed).hasMessageContaining("will not answer");
        }
    }

    private static ModelFailed failure(ProviderModels models) {
        ModelFailed failed = catchThrowableOfType(
                ModelFailed.class, () -> models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {}));
        assertThat(failed).isNotNull();
        return failed;
    }

    static Stream<Arguments> closesWithinASecondOfAnInterrupt() {
        return Stream.of(
                Arguments.of("never answers", Behaviour.NEVER_ANSWERS, false),
                Arguments.of("silent after the head", Behaviour.SILENT_AFTER_THE_HEAD, false),
                Arguments.of("drips", Behaviour.DRIPS, false),
                Arguments.of("falls silent", Behaviour.FALLS_SILENT, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void closesWithinASecondOfAnInterrupt(String name, Behaviour behaviour, boolean sendsText) throws Exception {
        try (StubServer stub = StubServer.start().always(behaviour);
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            CountDownLatch received = new CountDownLatch(1);
            FutureTask<Boolean> call = new FutureTask<>(() -> {
                try {
                    models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> received.countDown());
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            Thread caller = Thread.ofVirtual().start(call);
            StubCall seen = stub.ledger().await(1, TIMEOUT);
            assertThat(!sendsText || received.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.awaitOutcome(Duration.ofMillis(300))).isEqualTo(StubCall.Outcome.OPEN);

            long interrupted = System.nanoTime();
            caller.interrupt();

            assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.awaitOutcome(TIMEOUT)).isEqualTo(StubCall.Outcome.DISCONNECTED);
            assertThat(Duration.ofNanos(seen.ended() - interrupted)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void reportsAConnectionRefused() throws Exception {
        URI address = URI.create("http://127.0.0.1:1");
        try (ProviderModels models = StubModels.of(Provider.OPENAI, address, "k")) {
            ModelFailed failed = failure(models);

            assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failed)
                    .hasMessage("No connection to the server at %s/v1: connection refused".formatted(address));
        }
    }

    @Test
    void reportsAConnectTimeout() throws Exception {
        try (FullBacklog full = new FullBacklog();
                ProviderModels models = new ProviderModels(
                        new Endpoint(Provider.OPENAI, full.address(), Secret.NONE),
                        "m",
                        NetworkRoute.direct(Duration.ofMillis(300)),
                        Clock.systemUTC())) {
            ModelFailed failed = failure(models);

            assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failed).hasMessageContaining("did not accept a connection within 300 ms");
        }
    }

    @Test
    void reportsAnUnknownHost() {
        try (ProviderModels models = StubModels.of(Provider.OPENAI, URI.create("http://no-such-host.invalid"), "k")) {
            ModelFailed failed = failure(models);

            assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failed).hasMessageEndingWith("unknown host");
        }
    }
}
