package dev.mgx.engine;

/** The task's last run cannot be resumed. */
public final class NotResumable extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    NotResumable(String message) {
        super(message);
    }
}
