package dev.mgx.team;

import java.time.Duration;

/**
 * Limits of the team's work.
 *
 * @param approvalTimeout how long to wait for a person's approval of a plan
 * @param maxRepairs how many times a program whose checks fail is mended or written anew, at least 0
 */
public record TeamLimits(Duration approvalTimeout, int maxRepairs) {
    public static final TeamLimits DEFAULT = new TeamLimits(Duration.ofDays(1), 6);

    public TeamLimits {
        if (!approvalTimeout.isPositive() || maxRepairs < 0) {
            throw new IllegalArgumentException("the approval timeout must be positive, and maxRepairs at least 0");
        }
    }
}
