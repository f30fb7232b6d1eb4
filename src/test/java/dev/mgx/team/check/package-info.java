@NullMarked
package dev.mgx.team.check;

import org.jspecify.annotations.NullMarked;
