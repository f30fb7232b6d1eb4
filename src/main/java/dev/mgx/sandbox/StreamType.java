package dev.mgx.sandbox;

/** Which of its two streams a program wrote to. */
public enum StreamType {
    STDOUT,
    STDERR
}
