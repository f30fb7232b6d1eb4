package dev.mgx.repository.map;

/**
 * Something that a file defines.
 *
 * @param kind such as {@code class} or {@code function}
 * @param line from 1
 */
public record Symbol(String kind, String name, int line) {}
