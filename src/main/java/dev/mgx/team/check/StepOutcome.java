package dev.mgx.team.check;

import org.jspecify.annotations.Nullable;

/**
 * What came of one command of a check.
 *
 * @param run the command
 * @param output what it wrote to standard output, shortened in the middle where it is very long
 * @param errors what it wrote to standard error, likewise
 * @param exitCode null if it was ended from outside
 * @param problem how this differs from what must come, in a sentence; null if it does not
 */
public record StepOutcome(
        String run,
        String output,
        String errors,
        @Nullable Integer exitCode,
        @Nullable String problem) {}
