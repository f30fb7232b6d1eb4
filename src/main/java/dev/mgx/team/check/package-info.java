/**
 * Acceptance checks as data: what is run, with what, and what must come. They are held against the requirement, run by
 * a script in the sandbox, and judged outside of it by comparison. Knows no runs, no models and no roles.
 */
@NullMarked
package dev.mgx.team.check;

import org.jspecify.annotations.NullMarked;
