/** What every stage of a run of the team shares: the run's context, and the turn of a role that asks its model. Knows no stage. */
@NullMarked
package dev.mgx.team.turn;

import org.jspecify.annotations.NullMarked;
