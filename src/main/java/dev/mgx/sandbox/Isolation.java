package dev.mgx.sandbox;

/** How generated programs are isolated from the machine. */
public enum Isolation {
    /** Namespaces set up by bubblewrap. */
    BUBBLEWRAP,
    /** The same namespaces, set up by util-linux's {@code unshare}. */
    UNSHARE,
    /** Only limits and a private folder; used only if the operator asked for it. */
    PROCESS,
    /** No program is run. */
    OFF
}
