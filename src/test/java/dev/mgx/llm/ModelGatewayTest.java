package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.task.AgentRole;
import dev.mgx.task.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway's bounds hold, however the model behaves. */
@Timeout(20)
class ModelGatewayTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "", "");
    private static final Answer ANSWER = new Answer("done", Usage.NONE);

    /** What a model does with a call. */
    private interface Behaviour {
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
            calls.add(started(() -> gateway.call(PROMPT, LONG, piece -> {})));
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

        assertThatThrownBy(() -> gateway.call(PROMPT, LONG, piece -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub did not finish its answer in 0.1 seconds");
        never.countDown();
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
        FutureTask<Answer> first = started(() -> gateway.call(PROMPT, LONG, piece -> {}));
        in.await();

        assertThatThrownBy(() -> gateway.call(PROMPT, Duration.ofMillis(20), piece -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessageContaining("No place");
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
                gateway.call(PROMPT, LONG, piece -> {});
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

        gateway.call(PROMPT, LONG, piece -> threads.add(Thread.currentThread()));

        assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread());
    }

    @Test
    void saysInASentenceThatTheModelFailed() {
        ModelGateway gateway = gateway(1, LONG, onText -> {
            throw new IllegalStateException("no such model");
        });

        assertThatThrownBy(() -> gateway.call(PROMPT, LONG, piece -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub failed: no such model");
    }

    @Test
    void anErrorInTheModelIsKnownAtOnce() {
        ModelGateway gateway = gateway(1, LONG, onText -> {
            throw new StackOverflowError("too deep");
        });

        assertThatThrownBy(() -> gateway.call(PROMPT, LONG, piece -> {}))
                .isInstanceOf(ModelFailed.class)
                .hasMessage("The model stub failed: too deep");
    }

    private static FutureTask<Answer> started(Callable<Answer> call) {
        FutureTask<Answer> task = new FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static ModelGateway gateway(int maxConcurrency, Duration timeout, Behaviour behaviour) {
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
        return new ModelGateway(ModelSource.only(model), maxConcurrency, timeout, System::nanoTime);
    }
}
