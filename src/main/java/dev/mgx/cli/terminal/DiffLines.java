package dev.mgx.cli.terminal;

/** Prints a unified diff, in colours on a terminal that has them. */
public record DiffLines(Terminal terminal) {
    public void print(String diff) {
        diff.lines().forEach(line -> terminal.line(style(line).of(line)));
    }

    private static Style style(String line) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return Style.BOLD;
        }
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Style.GREEN;
            case '-' -> Style.RED;
            case '@' -> Style.CYAN;
            default -> Style.PLAIN;
        };
    }
}
