package dev.mgx.sandbox;

import dev.mgx.time.FairSlots;
import java.util.List;

/**
 * A sandbox in which only so many programs run at once. The others wait, and tasks take turns; a program's time begins when
 * it begins. Thread-safe; closing it closes the sandbox.
 */
public final class LimitedSandbox implements Sandbox {
    private final Sandbox sandbox;
    private final FairSlots slots;
    private final String taskId;

    /** @param most how many programs run at once */
    public LimitedSandbox(Sandbox sandbox, int most) {
        this(sandbox, new FairSlots(most), "");
    }

    private LimitedSandbox(Sandbox sandbox, FairSlots slots, String taskId) {
        this.sandbox = sandbox;
        this.slots = slots;
        this.taskId = taskId;
    }

    @Override
    public Sandbox forTask(String id) {
        return new LimitedSandbox(sandbox, slots, id);
    }

    /** Waits for a slot no longer than the program itself may take, and leaves at once when it is interrupted. */
    @Override
    public Execution run(Command command, OutputListener listener) throws InterruptedException {
        if (!slots.tryAcquire()) {
            listener.waits();
            if (!slots.tryAcquire(taskId, command.timeout())) {
                throw new SandboxFailure(
                        isolation(), "no slot for another program became free in the time that is left", null);
            }
        }
        try {
            return sandbox.run(command, listener);
        } finally {
            slots.release();
        }
    }

    /** How many programs wait. */
    int waiting() {
        return slots.waiting();
    }

    @Override
    public Isolation isolation() {
        return sandbox.isolation();
    }

    @Override
    public String description() {
        return sandbox.description();
    }

    @Override
    public List<LanguageRuntime> runtimes() {
        return sandbox.runtimes();
    }

    @Override
    public boolean canExecute() {
        return sandbox.canExecute();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
