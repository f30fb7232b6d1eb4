package dev.mgx.engine;

/** The server is shutting down. */
public final class ShuttingDown extends EngineRefusal {
    private static final long serialVersionUID = 1L;

    ShuttingDown() {
        super("The server is shutting down; try again when it is back");
    }
}
