package dev.mgx.sandbox;

/** What stands between a generated program and the machine. */
public enum Isolation {
    /** Namespaces of its own, made by bubblewrap. */
    BUBBLEWRAP,
    /** The same namespaces, made by util-linux's {@code unshare}. */
    UNSHARE,
    /** Nothing but limits and a private folder: only because the operator asked for it. */
    PROCESS,
    /** No program is run at all. */
    OFF
}
