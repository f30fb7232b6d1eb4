package dev.mgx.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.task.AgentRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No stream blocks another. */
@Timeout(60)
class ManyStreamsTest {
    private static final int STREAMS = 400;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");

    /**
     * The server finishes no stream before every caller has received its first piece, so that all must progress
     * concurrently.
     */
    @Test
    void fourHundredStreamsAtOnceAllMakeProgress() throws Exception {
        Answer expected =
                new SimulatedModel(Duration.ZERO, Mistake.NONE).answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});
        CountDownLatch firstPieces = new CountDownLatch(STREAMS);
        try (StubServer stub = StubServer.start().always(Behaviour.firstPieceThenAll(firstPieces, TIMEOUT));
                ProviderModels models = StubModels.of(Provider.OPENAI, stub);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                answers.add(callers.submit(() -> answer(models, firstPieces)));
            }

            for (Future<Answer> answer : answers) {
                assertThat(answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(expected);
            }
            assertThat(stub.ledger().calls())
                    .hasSize(STREAMS)
                    .allSatisfy(call -> assertThat(call.awaitOutcome(TIMEOUT)).isEqualTo(StubCall.Outcome.ANSWERED));
        }
    }

    private static Answer answer(ProviderModels models, CountDownLatch firstPieces) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        return models.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {
            if (!piece.isEmpty() && first.getCount() > 0) {
                first.countDown();
                firstPieces.countDown();
            }
        });
    }
}
