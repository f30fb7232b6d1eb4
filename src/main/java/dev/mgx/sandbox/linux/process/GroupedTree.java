package dev.mgx.sandbox.linux.process;

/** Processes that may be in a control group of their own, which can kill them all at once. */
public record GroupedTree(ControlGroup group, ProcessTree members) implements ProcessTree {
    @Override
    public boolean discover() {
        return members.discover();
    }

    @Override
    public boolean kill() throws InterruptedException {
        group.kill();
        return members.kill();
    }
}
