package dev.mgx.sandbox;

import java.util.List;

/** A sandbox that runs nothing; its description says why. */
public record DisabledSandbox(String description) implements Sandbox {
    @Override
    public Isolation isolation() {
        return Isolation.OFF;
    }

    @Override
    public List<LanguageRuntime> runtimes() {
        return List.of();
    }

    @Override
    public boolean canExecute() {
        return false;
    }

    @Override
    public Execution run(Command command, OutputListener listener) {
        throw new SandboxUnavailable(description);
    }

    @Override
    public void close() {}
}
