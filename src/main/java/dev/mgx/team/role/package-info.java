/**
 * Each role: its prompt, its answer, and what is made of the answer. Knows no run and no events.
 */
@NullMarked
package dev.mgx.team.role;

import org.jspecify.annotations.NullMarked;
