@NullMarked
package dev.mgx.team.role;

import org.jspecify.annotations.NullMarked;
