/**
 * Reading and writing JSON: one mapper, snake_case, strict.
 *
 * <p>May import: {@code task}. May be imported by every package but {@code task} and {@code sandbox}.
 */
@NullMarked
package dev.mgx.json;

import org.jspecify.annotations.NullMarked;
