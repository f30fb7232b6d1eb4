package dev.mgx.store.task;

import java.util.List;

/** A page of results: {@code items} out of {@code total}. */
public record Page<T>(List<T> items, long total) {}
