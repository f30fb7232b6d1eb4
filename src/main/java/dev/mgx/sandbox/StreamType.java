package dev.mgx.sandbox;

/** An output stream of a program. */
public enum StreamType {
    STDOUT,
    STDERR
}
