@NullMarked
package dev.mgx.team.answer;

import org.jspecify.annotations.NullMarked;
