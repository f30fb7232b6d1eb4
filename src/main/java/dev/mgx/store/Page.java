package dev.mgx.store;

import java.util.List;

/** Some of many: {@code items} out of {@code total}. */
public record Page<T>(List<T> items, long total) {}
