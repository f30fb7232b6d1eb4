/**
 * The models of an endpoint: a call from request to answer, which dialect is spoken where, and what each server was
 * found not to know.
 *
 * <p>May import: {@code llm}, {@code llm.http}, the dialects, {@code file}, {@code time}, {@code task}, {@code json}, Jackson.
 */
@NullMarked
package dev.mgx.llm.provider;

import org.jspecify.annotations.NullMarked;
