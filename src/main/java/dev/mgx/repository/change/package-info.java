/**
 * What a change of a project consists of: which files differ, why each was changed as its author says, and what it could do
 * without. Knows no repository, no run and no model.
 *
 * <p>May import: {@code repository.map}, {@code workspace}.
 */
@NullMarked
package dev.mgx.repository.change;

import org.jspecify.annotations.NullMarked;
