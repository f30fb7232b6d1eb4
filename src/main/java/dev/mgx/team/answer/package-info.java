/** Reading what a model answered: JSON, files, and what is wrong with them. Knows no roles. */
@NullMarked
package dev.mgx.team.answer;

import org.jspecify.annotations.NullMarked;
