/**
 * Model calls written to a file, and played back from it.
 *
 * <p>May import: {@code task}, {@code json}, {@code llm}.
 */
@NullMarked
package dev.mgx.llm.replay;

import org.jspecify.annotations.NullMarked;
