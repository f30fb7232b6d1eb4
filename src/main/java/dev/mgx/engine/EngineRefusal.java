package dev.mgx.engine;

/** Something that was asked of the engine and cannot be done now; the message is a sentence for the asker. */
public abstract sealed class EngineRefusal extends RuntimeException
        permits TaskNotFound, QueueFull, ShuttingDown, NotResumable, NotActive, NoPendingApproval, StopUnconfirmed {
    private static final long serialVersionUID = 1L;

    EngineRefusal(String message) {
        super(message);
    }
}
