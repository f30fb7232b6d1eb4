package dev.mgx.engine;

import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A workflow that carries out the orders of a test, each as a durable step. */
final class ScriptedWorkflow implements EngineFixture.Script {
    private final Map<String, BlockingQueue<Order>> orders = new ConcurrentHashMap<>();

    /** What a run may be ordered to do. */
    enum Order {
        WORK,
        LISTEN,
        ASK,
        FAIL,
        FINISH
    }

    void order(String taskId, Order order) {
        ordersOf(taskId).add(order);
    }

    private BlockingQueue<Order> ordersOf(String taskId) {
        return orders.computeIfAbsent(taskId, id -> new LinkedBlockingQueue<>());
    }

    @Override
    public WorkflowResult run(Run run) throws InterruptedException {
        for (int i = 1; ; i++) {
            Order order = run.step("order-" + i, Order.class, step -> {
                Order next = ordersOf(run.task().id()).take();
                if (next == Order.FAIL) {
                    throw new StepFailed(ErrorType.INTERNAL, "Ordered to fail");
                }
                step.conclude(message("Ordered to " + next));
                return next;
            });
            if (order == Order.FINISH) {
                return EngineFixture.done("Ordered to finish");
            } else if (order == Order.LISTEN) {
                int heard = run.drain("listen-" + i, "messages").size();
                run.step("heard-" + i, Integer.class, step -> {
                    step.conclude(message("Heard " + heard));
                    return heard;
                });
            } else if (order == Order.ASK) {
                EventDraft request = EventDraft.of(EventType.APPROVAL_REQUEST, "Is it right?");
                run.receive("answer-" + i, "approval", Duration.ofHours(1), request, answer -> answer);
            }
        }
    }

    private static EventDraft message(String text) {
        return EventDraft.of(EventType.MESSAGE, text);
    }
}
