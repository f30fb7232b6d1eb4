package dev.mgx.team.check;

import java.util.regex.Pattern;
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
        @Nullable String problem) {
    /** What Python, Java and Node.js say of a program that ends by an error of its own, or does not compile. */
    private static final Pattern BREAKDOWN =
            Pattern.compile("(?m)^(?:Traceback \\(most recent call last\\)|Exception in thread \"|Node\\.js v\\d"
                    + "|error: (?:compilation failed|end of path to source file|no class declared|can't find main)"
                    + "|Error: (?:Could not find or load main class|Main method not found|Could not create the Java)"
                    + "|[ \\t]*+(?:SyntaxError|IndentationError): )");

    /** Whether the program broke down, rather than do something else than was expected. */
    public boolean brokeDown() {
        return exitCode == null || BREAKDOWN.matcher(errors).find();
    }
}
