package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.packages.Lock;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.sandbox.StreamType;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.workspace.FolderChanges;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.ProjectFolder;
import dev.mgx.workspace.ToolFolders;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs scripts in the project's folder, while people see what they print.
 *
 * @param tools what scripts leave for those after them
 * @param role who is seen to run them
 */
record FolderCommand(TeamRun team, ToolFolders tools, FolderLimits limits, InstantSource clock, AgentRole role) {
    /** Makes a bare machine like others, and lets modules be found where Node.js looks for them. */
    private static final String BEGINNING = CheckScript.PACKAGES + """
            command -v python >/dev/null || python() { python3 "$@"; }
            if [ -d "$packages/node_modules" ] && [ ! -e node_modules ]; then ln -s "$packages/node_modules" .; fi
            """;

    /** Lines of a script that people are shown while it runs. */
    private static final int MOST_LINES = 500;

    /** What is kept of the output to be read by us: the names of some ten thousand tests. */
    private static final int LONGEST_OUTPUT = 2 << 20;

    /**
     * What came of a script.
     *
     * @param output the beginning of both streams, as lines
     * @param lost why what it changed is not kept
     */
    record Ran(Execution execution, String output, FolderChanges changes, Optional<String> lost) {
        /** Without how long it took, so that the same outcome is the same words. */
        String ending() {
            return switch (execution.exitReason()) {
                case EXITED -> "Exit code %d.".formatted(execution.exit().orElse(0));
                case TIMED_OUT -> "It took too long and was stopped.";
                case OUT_OF_MEMORY -> "It used too much memory and was stopped.";
                case OUTPUT_FLOOD -> "It wrote too much output and was stopped.";
                case STOPPED -> "It was stopped.";
            };
        }
    }

    /** Runs a script; what it changes is only told. */
    Ran run(Step step, String script, Map<String, String> texts, Map<String, byte[]> binaries)
            throws InterruptedException {
        ProjectFolder folder = new ProjectFolder(texts, binaries, Lock.paths(texts.keySet()), tools, limits, clock);
        step.emit(streamed(new OutputLine(StreamType.STDOUT, "$ " + script)));
        Listener listener = new Listener(step);
        try {
            Command command = new Command(List.of("sh", "-c", BEGINNING + script), Map.of(), step.timeLeft())
                    .with(team.libraries(texts, step))
                    .in(folder);
            Execution execution = team.sandbox().run(command, listener);
            return new Ran(execution, listener.output.toString(), folder.changes(), folder.lost());
        } catch (SandboxFailure | SandboxUnavailable | IllegalArgumentException e) {
            throw new StepFailed(ErrorType.SANDBOX, "The command could not be run: " + e.getMessage(), e);
        }
    }

    private final class Listener implements OutputListener {
        private final Step step;
        private final StringBuilder output = new StringBuilder();
        private int left = MOST_LINES;

        Listener(Step step) {
            this.step = step;
        }

        @Override
        public void lines(List<OutputLine> lines) throws InterruptedException {
            for (OutputLine line : lines) {
                if (output.length() + line.text().length() < LONGEST_OUTPUT) {
                    output.append(line.text()).append('\n');
                }
            }
            int shown = Math.min(lines.size(), left);
            left -= shown;
            if (shown > 0) {
                step.emit(lines.stream()
                        .limit(shown)
                        .map(FolderCommand.this::streamed)
                        .toList());
            }
        }

        @Override
        public void waits() throws InterruptedException {
            step.emit(EventDraft.of(
                    EventType.LOG, "Waiting for a free slot to run the command; other tasks' programs have them all"));
        }
    }

    private EventDraft streamed(OutputLine line) {
        return EventDraft.of(EventType.EXECUTION_STREAM, line.text())
                .by(role)
                .visual(VisualType.EXECUTION)
                .with("stream_type", line.stream().name().toLowerCase(Locale.ROOT))
                .with("line", line.text());
    }
}
