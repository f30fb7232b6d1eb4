/**
 * What the operator of this engine has to say to the roles of the team: prompts of its own and skills, read from its folder, and
 * what one run is told of them. Knows no run and no model.
 *
 * <p>May import: {@code task}, {@code file}, {@code repository.map}.
 */
@NullMarked
package dev.mgx.operator;

import org.jspecify.annotations.NullMarked;
