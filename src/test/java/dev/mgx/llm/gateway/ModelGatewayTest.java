package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.GatewayFixture;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's bounds hold, however the model behaves. */
@Timeout(20)
class ModelGatewayTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "", "");
    private static final Answer ANSWER = new Answer("done", Usage.NONE);

    /** What a model does with a call. */
    interface Behaviour {
        Answer answer(TextListener onText) throws InterruptedException;
    }

    @Test
    void keepsAtMostSoManyCallsOpen() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoAreIn = new CountDownLatch(2);
        ModelGateway gateway = gateway(2, LONG, onText -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            twoAreIn.countDown();
            twoAreIn.await();
            open.decrementAndGet();
            return ANSWER;
        });

        List<FutureTask<Answer>> calls = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(started(() -> call(gateway, LONG, report -> {})));
        }
        for (FutureTask<Answer> call : calls) {
            assertThat(call.get()).isEqualTo(ANSWER);
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void endsACallAtItsDeadlineEvenWhenTheModelHearsNothing() {
        CountDownLatch never = new CountDownLatch(1);
        ModelGateway gateway = gateway(1, Duration.ofMillis(50), onText -> {
            boolean deaf = true;
            while (deaf) {
                try {
                    deaf = never.getCount() > 0;
                    never.await();
                } catch (InterruptedException e) {
                    deaf = never.getCount() > 0; // deaf on purpose
                }
            }
            return ANSWER;
        });

        assertThatThrownBy(() -> call(gateway, LONG, report -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub did not finish its answer in 0.05 seconds (MGX_LLM_CALL_TIMEOUT)");
        never.countDown();
    }

    /** How a model lets its caller wait. */
    enum Waiting implements Behaviour {
        FOR_THE_FIRST_WORD("sent no first token within 0.05 seconds") {
            @Override
            public Answer answer(TextListener onText) throws InterruptedException {
                return never();
            }
        },
        IN_THE_MIDDLE("sent nothing for 0.05 seconds") {
            @Override
            public Answer answer(TextListener onText) throws InterruptedException {
                onText.text("and then");
                return never();
            }
        },
        FOR_EVER_ALIVE("did not finish its answer in 0.05 seconds") {
            @Override
            public Answer answer(TextListener onText) throws InterruptedException {
                while (true) {
                    onText.text("");
                }
            }
        },
        FOR_EVER_TALKING("is longer than 1,048,576 bytes") {
            @Override
            public Answer answer(TextListener onText) throws InterruptedException {
                while (true) {
                    onText.text("x".repeat(100_000));
                }
            }
        };

        private final String said;

        Waiting(String said) {
            this.said = said;
        }

        private static Answer never() throws InterruptedException {
            new CountDownLatch(1).await();
            return ANSWER;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noModelIsWaitedForForEver(Waiting waiting) {
        // Of the deadlines only the one that is to end it is short.
        CallDeadlines deadlines = switch (waiting) {
            case FOR_THE_FIRST_WORD -> new CallDeadlines(MOMENT, LONG, LONG);
            case IN_THE_MIDDLE -> new CallDeadlines(LONG, MOMENT, LONG);
            case FOR_EVER_ALIVE -> new CallDeadlines(LONG, LONG, MOMENT);
            case FOR_EVER_TALKING -> new CallDeadlines(LONG, LONG, LONG);
        };
        ModelGateway gateway = gateway(1, deadlines, waiting);

        assertThatThrownBy(() -> call(gateway, LONG, report -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessageContaining(waiting.said);
    }

    @Test
    void anEmptyPieceIsASignOfLife() throws Exception {
        CallDeadlines deadlines = new CallDeadlines(Duration.ofMillis(1_500), LONG, LONG);
        CountDownLatch waitedLong = new CountDownLatch(1);
        ModelGateway gateway = gateway(1, deadlines, onText -> {
            onText.text("");
            waitedLong.await(2_000, TimeUnit.MILLISECONDS);
            return ANSWER;
        });

        assertThat(call(gateway, LONG, report -> {})).isEqualTo(ANSWER);
    }

    @Test
    void theCallersTimeBoundsTheWaitForAPlace() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        ModelGateway gateway = gateway(1, LONG, onText -> {
            in.countDown();
            out.await();
            return ANSWER;
        });
        FutureTask<Answer> first = started(() -> call(gateway, LONG, report -> {}));
        in.await();

        assertThatThrownBy(() -> call(gateway, Duration.ofMillis(20), report -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessageContaining("No slot");
        out.countDown();
        assertThat(first.get()).isEqualTo(ANSWER);
    }

    @Test
    void anInterruptClosesTheCall() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ModelGateway gateway = gateway(1, LONG, onText -> {
            in.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                closed.countDown();
            }
            return ANSWER;
        });
        CountDownLatch heard = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                call(gateway, LONG, report -> {});
            } catch (InterruptedException e) {
                heard.countDown();
            }
        });
        in.await();
        caller.interrupt();

        heard.await();
        closed.await();
    }

    @Test
    void givesTheTextOnTheCallersThread() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ModelGateway gateway = gateway(1, LONG, onText -> {
            onText.text("a");
            onText.text("b");
            return ANSWER;
        });

        call(gateway, LONG, report -> threads.add(Thread.currentThread()));

        assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread());
    }

    @Test
    void saysInASentenceThatTheModelFailed() {
        ModelGateway gateway = gateway(1, LONG, onText -> {
            throw new IllegalStateException("no such model");
        });

        assertThatThrownBy(() -> call(gateway, LONG, report -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub failed: no such model");
    }

    @Test
    void anErrorInTheModelIsKnownAtOnce() {
        ModelGateway gateway = gateway(1, LONG, onText -> {
            throw new StackOverflowError("too deep");
        });

        assertThatThrownBy(() -> call(gateway, LONG, report -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub failed: too deep");
    }

    private static Answer call(ModelGateway gateway, Duration timeLeft, CallListener listener)
            throws InterruptedException {
        return gateway.forRun(GatewayFixture.task("t", TaskOptions.DEFAULT), Usage.NONE)
                .call(PROMPT, timeLeft, listener);
    }

    private static FutureTask<Answer> started(Callable<Answer> call) {
        FutureTask<Answer> task = new FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static ModelGateway gateway(int maxConcurrency, Duration timeout, Behaviour behaviour) {
        return gateway(maxConcurrency, new CallDeadlines(LONG, LONG, timeout), behaviour);
    }

    private static ModelGateway gateway(int maxConcurrency, CallDeadlines deadlines, Behaviour behaviour) {
        Model model = new Model() {
            @Override
            public String name() {
                return "stub";
            }

            @Override
            public boolean simulated() {
                return true;
            }

            @Override
            public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
                return behaviour.answer(onText);
            }
        };
        GatewayLimits limits = new GatewayLimits(
                maxConcurrency,
                deadlines,
                new RetryPolicy(1, Duration.ZERO, Duration.ZERO, RetryPolicy.PASSING),
                AnswerLimits.DEFAULT,
                null,
                BudgetLimits.NONE);
        return new ModelGateway(
                ModelSource.only(model),
                ModelRoster.USUAL,
                ModelCatalog.builtIn(),
                limits,
                MonotonicClock.SYSTEM,
                () -> 0);
    }
}
