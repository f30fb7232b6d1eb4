/**
 * Everything SQL: the database, the group-commit writer, tasks, journal, steps, artifacts, inbox.
 *
 * <p>May import: {@code task}, {@code json}. The only package that imports {@code java.sql}.
 */
@NullMarked
package dev.mgx.store;

import org.jspecify.annotations.NullMarked;
