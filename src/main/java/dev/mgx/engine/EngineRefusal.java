package dev.mgx.engine;

/** A request that the engine cannot carry out now; the message is a sentence for the caller. */
public abstract sealed class EngineRefusal extends RuntimeException
        permits TaskNotFound,
                QueueFull,
                ShuttingDown,
                NotResumable,
                NotActive,
                NoPendingApproval,
                SourceMissing,
                StopUnconfirmed {
    private static final long serialVersionUID = 1L;

    EngineRefusal(String message) {
        super(message);
    }
}
