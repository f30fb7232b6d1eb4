package dev.mgx.store.journal;

/**
 * Where a task's journal stands.
 *
 * @param lastEventId the last event recorded; 0 before the first
 * @param over whether nothing more is to come: terminal, and not waiting to run again
 * @param stateJson the state after the last event, as on the wire
 */
public record JournalHead(long lastEventId, boolean over, String stateJson) {}
