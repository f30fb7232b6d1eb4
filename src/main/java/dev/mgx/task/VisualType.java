package dev.mgx.task;

/** How clients show an event; the names are those on the wire. */
public enum VisualType {
    MESSAGE,
    CODE,
    DIFF,
    EXECUTION,
    DEBUG
}
