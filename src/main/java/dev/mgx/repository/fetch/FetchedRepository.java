package dev.mgx.repository.fetch;

import dev.mgx.repository.Source;

/**
 * What was fetched.
 *
 * @param title what was asked for, such as {@code branch main}
 * @param source the files of its commit
 */
public record FetchedRepository(String title, Source source) {}
