package dev.mgx.service;

/** What a service does. */
public enum ServiceStatus {
    /** Its program was started, and does not listen yet. */
    STARTING,
    /** It listens. */
    RUNNING,
    /** It was stopped, or never started. */
    STOPPED,
    /** It ended by itself, or never listened. */
    FAILED
}
