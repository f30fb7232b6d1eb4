package dev.mgx.team.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a program is started that listens: it takes its port from the environment.
 *
 * @param run a line for the shell, without the port
 * @param port 1 to 65535
 */
public record ServiceCommand(String run, int port) {
    /** Unless the requirement names another. */
    public static final int DEFAULT_PORT = 8000;

    private static final Pattern LINE =
            Pattern.compile("(?m)^PORT=([0-9]{1,5}) (?:sh -c '((?:[^'\\n]++|'\\\\'')*+)'|(.+))$");

    private static final Pattern SEVERAL = Pattern.compile("&&|[;|]");

    /** The one among these commands, one on each line; empty if the program does not listen. */
    public static Optional<ServiceCommand> in(String commands) {
        Matcher line = LINE.matcher(commands);
        if (!line.find()) {
            return Optional.empty();
        }
        String run = line.group(2) == null ? line.group(3) : line.group(2).replace("'\\''", "'");
        return Optional.of(new ServiceCommand(run, Integer.parseInt(line.group(1))));
    }

    /** Whether it is more than one command, such as one that builds what the next one serves. */
    public boolean isSeveral() {
        return SEVERAL.matcher(run).find();
    }

    /** What starts it beside its packages, for the shell. */
    public String script() {
        return "if [ -d \"$packages/node_modules\" ]; then ln -s \"$packages/node_modules\" .; fi\n" + run + "\n";
    }

    /** As a person types it: the shell would read the port before it is set, and set it for the first of several commands only. */
    @Override
    public String toString() {
        boolean anew = isSeveral() || run.contains("$");
        return "PORT=%d %s".formatted(port, anew ? "sh -c '%s'".formatted(run.replace("'", "'\\''")) : run);
    }
}
