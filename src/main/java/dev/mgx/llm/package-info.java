/**
 * Model calls: the seam ({@link Model}, {@link ModelSource}), the gateway that bounds them, and the simulated model.
 *
 * <p>May import: {@code task}, {@code json}.
 */
@NullMarked
package dev.mgx.llm;

import org.jspecify.annotations.NullMarked;
