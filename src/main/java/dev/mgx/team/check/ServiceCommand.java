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

    private static final Pattern LINE = Pattern.compile("(?m)^PORT=([0-9]{1,5}) (.+)$");

    /** The one among these commands, one on each line; empty if the program does not listen. */
    public static Optional<ServiceCommand> in(String commands) {
        Matcher line = LINE.matcher(commands);
        return line.find()
                ? Optional.of(new ServiceCommand(line.group(2), Integer.parseInt(line.group(1))))
                : Optional.empty();
    }

    /** What starts it beside its packages, for the shell. */
    public String script() {
        return "if [ -d \"$packages/node_modules\" ]; then ln -s \"$packages/node_modules\" .; fi\n" + run + "\n";
    }

    /** As a person types it. */
    @Override
    public String toString() {
        return "PORT=%d %s".formatted(port, run);
    }
}
