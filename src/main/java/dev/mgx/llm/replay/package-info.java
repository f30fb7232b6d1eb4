/**
 * Recording of model calls to a file, and replay from it.
 *
 * <p>May import: {@code task}, {@code json}, {@code file}, {@code llm}.
 */
@NullMarked
package dev.mgx.llm.replay;

import org.jspecify.annotations.NullMarked;
