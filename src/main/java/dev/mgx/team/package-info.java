/**
 * The roles and the workflow they follow; their prompts are resource files.
 *
 * <p>May import: {@code task}, {@code json}, {@code engine}, {@code llm}, {@code sandbox}, {@code workspace}.
 */
@NullMarked
package dev.mgx.team;

import org.jspecify.annotations.NullMarked;
