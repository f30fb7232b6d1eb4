package dev.mgx.sandbox;

import dev.mgx.sandbox.linux.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of running a {@link Command}.
 *
 * @param exitReason how the program ended
 * @param exitCode the exit code if {@link ExitReason#EXITED}, 128 + n if killed by signal n; else null
 * @param duration wall-clock time from its start until all its processes were dead
 * @param truncated whether lines are missing from {@code output}
 * @param confirmedDead whether all its processes were confirmed dead; if not, the log names them
 * @param output its first and last lines, at most {@value Transcript#MAX_KEPT_BYTES} bytes; if lines are missing, one
 *     line says how many
 */
public record Execution(
        ExitReason exitReason,
        @Nullable Integer exitCode,
        Duration duration,
        boolean truncated,
        boolean confirmedDead,
        List<OutputLine> output) {

    public Execution {
        output = List.copyOf(output);
        if ((exitReason == ExitReason.EXITED) != (exitCode != null)) {
            throw new IllegalArgumentException("%s with exit code %s".formatted(exitReason, exitCode));
        }
    }

    /** Whether it exited with code 0. */
    public boolean succeeded() {
        return exitCode != null && exitCode == 0;
    }

    /** The exit code, if it exited by itself. */
    public OptionalInt exit() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** The kept part of its standard output, joined by newlines. */
    public String stdout() {
        return text(StreamType.STDOUT);
    }

    /** The kept part of its standard error, joined by newlines. */
    public String stderr() {
        return text(StreamType.STDERR);
    }

    /** One sentence on the outcome, for people. */
    public String summary() {
        String took = String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        String sentence = switch (exitReason) {
            case EXITED ->
                succeeded()
                        ? "Finished in %s.".formatted(took)
                        : "Failed with exit code %d after %s.".formatted(exitCode, took);
            case TIMED_OUT -> "Stopped after %s: it took too long.".formatted(took);
            case OUT_OF_MEMORY -> "Stopped after %s: it used too much memory.".formatted(took);
            case OUTPUT_FLOOD -> "Stopped after %s: it wrote too much output.".formatted(took);
            case STOPPED -> "Stopped after %s: the sandbox was closed.".formatted(took);
        };
        return confirmedDead ? sentence : sentence + " It could not be confirmed that all of it is dead.";
    }

    private String text(StreamType stream) {
        return output.stream()
                .filter(line -> line.stream() == stream)
                .map(OutputLine::text)
                .collect(Collectors.joining("\n"));
    }
}
