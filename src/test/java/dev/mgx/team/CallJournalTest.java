package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The events of model calls, live and journaled. */
@Timeout(40)
class CallJournalTest {
    private static final String TODO = "Build a command line todo list with add, list and done.";

    @TempDir
    private Path folder;

    private Sandbox off;

    @BeforeEach
    void openSandbox() {
        off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
    }

    @AfterEach
    void closeSandbox() {
        off.close();
    }

    @Test
    void aCallIsJournaledBeforeItIsMadeAndItsTextIsToldApartByAttempt() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE)
                .breaks(AgentRole.PRODUCT_MANAGER, failure(ModelFailed.Kind.CUT))
                .says(AgentRole.PRODUCT_MANAGER, "no JSON at all");
        try (TeamFixture fixture = new TeamFixture(folder, model, off)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.attempt())
                    .as("attempts of a call are none of the run")
                    .isEqualTo(1);
            assertThat(state.usage().llmCalls())
                    .as("7 answers, one that could not be used, one that broke off")
                    .isEqualTo(9);
            List<Map<String, @Nullable Object>> events = ofStep(fixture.events(state.taskId()), "prd");
            assertThat(events.stream().map(CallJournalTest::summary).distinct())
                    .containsExactly(
                            "AGENT_START thinking null.null",
                            "LOG calling 1.1",
                            "MESSAGE_DELTA drafting 1.1",
                            "LOG retrying 1.1",
                            "LOG calling 1.2",
                            "MESSAGE_DELTA drafting 1.2",
                            "LOG null null.null",
                            "LOG calling 2.1",
                            "MESSAGE_DELTA drafting 2.1",
                            "MESSAGE null null.null",
                            "AGENT_COMPLETE complete null.null");
            assertThat(events)
                    .filteredOn(event -> "retrying".equals(Invariants.detail(event, "status")))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(Invariants.detail(event, "kind")).isEqualTo("CUT");
                        assertThat(Invariants.detail(event, "delay_seconds")).hasToString("0.5");
                        assertThat(Invariants.detail(event, "message"))
                                .isEqualTo("The connection broke. Retrying in 0.5 seconds");
                    });
        }
    }

    @Test
    void aFailureThatIsForGoodEndsTheRunWithItsSentenceAndItsUsage() throws Exception {
        ScriptedModel model =
                new ScriptedModel(Mistake.NONE).breaks(AgentRole.ARCHITECT, failure(ModelFailed.Kind.REFUSED));
        try (TeamFixture fixture = new TeamFixture(folder, model, off)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("The connection broke");
            assertThat(state.usage().llmCalls()).isEqualTo(2);
            assertThat(state.usage().outputTokens()).isPositive();
        }
    }

    /** The first file's call fails for good as soon as the others are under way. */
    @Test
    void aCallThatAFailingSiblingInterruptsIsCountedLikeAnyOther() throws Exception {
        FailingSibling model = new FailingSibling();
        try (TeamFixture fixture =
                new TeamFixture(folder, ModelSource.only(model), off, Duration.ofSeconds(20), GatewayLimits.DEFAULT)) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).isEqualTo("No");
            List<Map<String, @Nullable Object>> interrupted = fixture.events(state.taskId()).stream()
                    .filter(event -> "interrupted".equals(Invariants.detail(event, "status")))
                    .toList();
            assertThat(interrupted).isNotEmpty().hasSize(model.interrupted.get());
            assertThat(state.usage().llmCalls())
                    .as("the answers, and the calls that were interrupted")
                    .isEqualTo(model.answered.get() + model.interrupted.get());
        }
    }

    /** Fails the first file's call once another file is requested, which it never answers. */
    private static final class FailingSibling implements Model {
        private final Model otherwise = new ScriptedModel(Mistake.NONE);
        private final AtomicInteger engineers = new AtomicInteger();
        private final CountDownLatch another = new CountDownLatch(1);
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger interrupted = new AtomicInteger();

        @Override
        public String name() {
            return "failing-sibling";
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            if (prompt.role() != AgentRole.ENGINEER) {
                answered.incrementAndGet();
                return otherwise.answer(prompt, limits, onText);
            }
            if (engineers.incrementAndGet() == 1) {
                another.await();
                throw new ModelFailed(ModelFailed.Kind.REFUSED, "No", null);
            }
            interrupted.incrementAndGet();
            another.countDown();
            throw never();
        }

        private static InterruptedException never() throws InterruptedException {
            new CountDownLatch(1).await();
            return new InterruptedException();
        }
    }

    private static ModelFailed failure(ModelFailed.Kind kind) {
        return new ModelFailed(kind, "The connection broke", null);
    }

    private static List<Map<String, @Nullable Object>> ofStep(List<Map<String, @Nullable Object>> events, String step) {
        return events.stream()
                .filter(event -> Objects.equals(Invariants.detail(event, "step"), step))
                .toList();
    }

    private static String summary(Map<String, @Nullable Object> event) {
        return "%s %s %s.%s"
                .formatted(
                        event.get("event_type"),
                        Invariants.detail(event, "status"),
                        Invariants.detail(event, "call"),
                        Invariants.detail(event, "attempt"));
    }
}
