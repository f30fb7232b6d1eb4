/**
 * The workflow of the software team, in stages.
 *
 * <p>May import: {@code task}, {@code json}, {@code engine}, {@code llm}, {@code sandbox}, {@code workspace}.
 */
@NullMarked
package dev.mgx.team;

import org.jspecify.annotations.NullMarked;
