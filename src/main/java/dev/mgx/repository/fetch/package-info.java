/**
 * Repositories of Git that lie elsewhere: one commit is fetched over https into a temporary folder and read, bounded in
 * bytes, files and time, without anything of it being run. Knows no task, no run and no server.
 *
 * <p>May import: {@code repository}, {@code file}, {@code llm.endpoint}.
 */
@NullMarked
package dev.mgx.repository.fetch;

import org.jspecify.annotations.NullMarked;
