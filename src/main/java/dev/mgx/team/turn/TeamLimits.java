package dev.mgx.team.turn;

import dev.mgx.agent.LoopLimits;
import dev.mgx.workspace.FolderLimits;
import java.time.Duration;

/**
 * Limits of the team's work.
 *
 * @param approvalTimeout how long to wait for a person's approval of a plan
 * @param maxRepairs how many times a program whose checks fail is mended or written anew, at least 0
 * @param loop when an agent that does not get anywhere is ended
 * @param folder how much of a project's folder is kept
 */
public record TeamLimits(Duration approvalTimeout, int maxRepairs, LoopLimits loop, FolderLimits folder) {
    public static final TeamLimits DEFAULT = new TeamLimits(Duration.ofDays(1), 6);

    /** The usual limits of agents and folders. */
    public TeamLimits(Duration approvalTimeout, int maxRepairs) {
        this(approvalTimeout, maxRepairs, LoopLimits.DEFAULT, FolderLimits.DEFAULT);
    }

    public TeamLimits {
        if (!approvalTimeout.isPositive() || maxRepairs < 0) {
            throw new IllegalArgumentException("the approval timeout must be positive, and maxRepairs at least 0");
        }
    }
}
