package dev.mgx.task;

/** How a client shows an event; the names are those of the wire. */
public enum VisualType {
    MESSAGE,
    CODE,
    DIFF,
    EXECUTION,
    DEBUG
}
