package dev.mgx.team.role;

/**
 * What the tester decided of a dispute.
 *
 * @param rewritten whether it wrote the test anew, else all stays as it is
 * @param reason what it said
 */
public record Ruling(boolean rewritten, String reason) {}
