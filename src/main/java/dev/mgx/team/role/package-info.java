/** The roles: prompts (as resource files) and the parsing of answers. Knows no runs and no events. */
@NullMarked
package dev.mgx.team.role;

import org.jspecify.annotations.NullMarked;
