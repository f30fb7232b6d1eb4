package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.task.AgentRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first use of a model on a machine is a conversation about it; what it showed is kept. */
@Timeout(60)
class LearnedModelTest {
    private static final String NO_KEY = "";
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");
    private static final AnswerLimits LIMITS = new AnswerLimits(4000, 100_000);
    private static final String MONTHS = "{\"months\": [\"January\", \"February\"]}";
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aFolderOfOurOwn() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        file = folder.resolve("model-profiles.json");
    }

    private ProviderModels models(StubServer stub) {
        return models(stub, AT_MOST);
    }

    private ProviderModels models(StubServer stub, Duration atMost) {
        return StubModels.of(Provider.OPENAI, stub.address(), stub.key())
                .profiled(new Profiling(new ProfileFile(folder), atMost));
    }

    private static String props(int window) {
        return """
                {"default_generation_settings": {"n_ctx": %d}, "total_slots": 1, "model_path": "/models/a.gguf"}""".formatted(window);
    }

    private static ModelProfile learned(ProviderModels models) throws InterruptedException {
        models.usual().learn();
        return models.usual().profile();
    }

    @Test
    void learnsWhatAModelCanDoOnItsFirstUseAndKeepsIt() throws Exception {
        ModelProfile expected = new ModelProfile(4096, 1, 11.0, 60.0, true, false, true);
        try (StubServer stub = StubServer.start(NO_KEY)
                .page("/props", props(4096))
                .next(Behaviour.timed(60, 11, MONTHS), Behaviour.GOES_ON)) {
            try (ProviderModels models = models(stub)) {
                assertThat(models.usual().profile()).isEqualTo(ModelProfile.UNKNOWN);
                assertThat(stub.ledger().others())
                        .as("a question about it asks nobody")
                        .isEmpty();

                assertThat(learned(models)).isEqualTo(expected);
                assertThat(learned(models)).isEqualTo(expected);
                assertThat(stub.ledger().calls()).hasSize(3);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (ProviderModels later = models(stub)) {
                assertThat(later.usual().profile()).as("without a request").isEqualTo(expected);
                assertThat(learned(later)).isEqualTo(expected);
                assertThat(stub.ledger().calls()).as("nothing new was learned").hasSize(3);
            }
        }
    }

    /** The conversation says nothing of JSON, and is short. */
    @Test
    void theConversationIsShort() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY).always(Behaviour.timed(600, 500, "January, February"));
                ProviderModels models = models(stub)) {
            ModelProfile profile = learned(models);

            assertThat(profile.keepsSchemas()).isFalse();
            assertThat(profile.stops()).as("a fast model need not stop").isNull();
            assertThat(stub.ledger().calls()).singleElement().satisfies(call -> {
                assertThat(call.request().json().path("max_tokens").intValue()).isEqualTo(100);
                assertThat(call.request().json().path("response_format").isObject())
                        .isTrue();
                assertThat(call.request().json().path("messages").toString())
                        .doesNotContain("JSON", "json")
                        .hasSizeLessThan(1500);
            });
        }
    }

    @Test
    void anotherModelBehindTheSameNameIsLearnedAnew() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY)
                .page("/props", props(4096))
                .next(Behaviour.timed(60, 500, MONTHS), Behaviour.timed(60, 250, MONTHS))) {
            try (ProviderModels models = models(stub)) {
                assertThat(learned(models).writtenPerSecond()).isEqualTo(500.0);
            }
            stub.page("/props", props(8192));
            try (ProviderModels models = models(stub)) {
                ModelProfile profile = learned(models);
                assertThat(profile.contextTokens()).isEqualTo(8192);
                assertThat(profile.writtenPerSecond()).isEqualTo(250.0);
            }
        }
    }

    /** Who takes a key may take money. */
    @Test
    void aServerThatTakesAKeyIsAskedNothingThatCosts() throws Exception {
        String listing = """
                {"object": "list", "data": [{"id": "other", "max_model_len": 1}, {"id": "stub-model", "max_model_len": 32768}]}""";
        try (StubServer stub = StubServer.start("sk-key").page("/v1/models", listing)) {
            try (ProviderModels models = models(stub)) {
                assertThat(learned(models)).isEqualTo(ModelProfile.UNKNOWN.withContext(32_768));
                assertThat(stub.ledger().calls()).isEmpty();

                stub.next(Behaviour.timed(100, 50, "Yes"));
                models.usual().answer(PROMPT, LIMITS, piece -> {});
                assertThat(models.usual().profile().writtenPerSecond()).isEqualTo(50.0);
            }
            assertThat(Files.readString(file)).contains("50.0").doesNotContain("sk-key");
        }
    }

    @Test
    void aSpeedIsTheOneInTheMiddleOfTheLastCalls() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY).always(Behaviour.timed(600, 500, MONTHS));
                ProviderModels models = models(stub)) {
            learned(models);
            for (double speed : new double[] {100, 90, 5000, 110, 105}) {
                stub.next(Behaviour.timed(600, speed, "Yes"));
                models.usual().answer(PROMPT, LIMITS, piece -> {});
            }
            assertThat(models.usual().profile().writtenPerSecond()).isEqualTo(105.0);
        }
    }

    @Test
    void thoughtsAreNoticedInACallToo() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY).next(Behaviour.timed(600, 500, MONTHS));
                ProviderModels models = models(stub)) {
            assertThat(learned(models).thinks()).isFalse();

            stub.next(Behaviour.THINKS_FIRST);
            models.usual().answer(PROMPT, LIMITS, piece -> {});
            assertThat(models.usual().profile().thinks()).isTrue();
        }
    }

    @Test
    void thoughtsWithinTheTextAreNoAnswer() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY)
                        .next(Behaviour.timed(600, 500, "<thi", "nk>Months, hm.</th", "ink>\n\n", MONTHS));
                ProviderModels models = models(stub)) {
            ModelProfile profile = learned(models);

            assertThat(profile.thinks()).isTrue();
            assertThat(profile.keepsSchemas()).isTrue();
        }
    }

    @Test
    void aServerThatRefusesSilentlyStallsOrIsGoneDelaysLittleAndHarmsNothing() throws Exception {
        for (Behaviour bad : List.of(Behaviour.error(400, "", "No"), Behaviour.NEVER_ANSWERS, Behaviour.GARBAGE)) {
            try (StubServer stub = StubServer.start(NO_KEY).always(bad);
                    ProviderModels models = models(stub, Duration.ofMillis(300))) {
                assertThat(learned(models)).isEqualTo(ModelProfile.UNKNOWN);
                assertThat(learned(models)).isEqualTo(ModelProfile.UNKNOWN);
                assertThat(stub.ledger().calls()).as("it is not asked again").hasSizeLessThanOrEqualTo(2);
            }
        }
        StubServer gone = StubServer.start(NO_KEY);
        gone.close();
        try (ProviderModels models = models(gone)) {
            assertThat(learned(models)).isEqualTo(ModelProfile.UNKNOWN);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void callersSideBySideHoldOneConversation() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY).always(Behaviour.timed(600, 500, MONTHS));
                ProviderModels models = models(stub);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ModelProfile>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(threads.submit(() -> learned(models)));
            }
            for (Future<ModelProfile> each : all) {
                assertThat(each.get().writtenPerSecond()).isEqualTo(500.0);
            }
            assertThat(stub.ledger().calls()).hasSize(1);
        }
    }

    @Test
    void withoutProfilesNothingIsAskedAndNothingKept() throws Exception {
        try (StubServer stub = StubServer.start(NO_KEY);
                ProviderModels models = StubModels.of(Provider.OPENAI, stub)) {
            assertThat(learned(models)).isEqualTo(ModelProfile.UNKNOWN);
            models.usual().answer(PROMPT, LIMITS, piece -> {});

            assertThat(models.usual().profile()).isEqualTo(ModelProfile.UNKNOWN);
            assertThat(stub.ledger().calls()).hasSize(1);
            assertThat(stub.ledger().others()).isEmpty();
        }
    }

    @Test
    void aFileThatCannotBeReadIsLearnedAnew() throws Exception {
        for (String bad : List.of("", "{", "[]", "{\"models\": [{\"endpoint\": 1}]}", "x".repeat(2 << 20))) {
            Files.writeString(file, bad);
            try (StubServer stub = StubServer.start(NO_KEY).always(Behaviour.timed(600, 500, MONTHS));
                    ProviderModels models = models(stub)) {
                assertThat(models.usual().profile()).isEqualTo(ModelProfile.UNKNOWN);
                assertThat(learned(models).keepsSchemas()).isTrue();
            }
            assertThat(Json.readTree(Files.readString(file)).path("models")).hasSize(1);
        }
    }
}
