/**
 * Existing repositories of Git: their files are read and a branch is set, without anything of theirs being run: no hook, no
 * filter, no configuration. Knows no task, no run and no server.
 *
 * <p>May import: {@code workspace}, {@code file}.
 */
@NullMarked
package dev.mgx.repository;

import org.jspecify.annotations.NullMarked;
