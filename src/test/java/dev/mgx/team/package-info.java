@NullMarked
package dev.mgx.team;

import org.jspecify.annotations.NullMarked;
