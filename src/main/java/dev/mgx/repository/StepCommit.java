package dev.mgx.repository;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A commit to be made.
 *
 * @param message its first line and whatever follows
 * @param time of author and committer, in whole seconds
 * @param files what changes, by path; empty: deleted
 */
public record StepCommit(String message, Instant time, Map<String, Optional<byte[]>> files) {}
