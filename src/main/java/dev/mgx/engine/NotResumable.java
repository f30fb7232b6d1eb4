package dev.mgx.engine;

/** A task whose last run cannot be gone on with. */
public final class NotResumable extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    NotResumable(String message) {
        super(message);
    }
}
