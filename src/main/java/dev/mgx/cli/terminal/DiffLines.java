package dev.mgx.cli.terminal;

/** Prints a unified diff: to a terminal in colours, where it has them, elsewhere as it is, so that tools can apply it. */
public record DiffLines(Terminal terminal) {
    public void print(String diff) {
        if (terminal.rewrites()) {
            diff.lines().forEach(line -> terminal.line(style(line).of(line)));
        } else {
            terminal.content(diff);
        }
    }

    private static Style style(String line) {
        if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff ")) {
            return Style.BOLD;
        }
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Style.GREEN;
            case '-' -> Style.RED;
            case '@' -> Style.CYAN;
            case '#', '\\' -> Style.DIM;
            default -> Style.PLAIN;
        };
    }
}
