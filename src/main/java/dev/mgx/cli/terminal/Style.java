package dev.mgx.cli.terminal;

/** The style of text on a terminal with colours; no effect elsewhere. */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36");

    private final String parameter;

    Style(String parameter) {
        this.parameter = parameter;
    }

    /** A styled part of a line. */
    public record Span(Style style, String text) {}

    public Span of(String text) {
        return new Span(this, text);
    }

    /** {@code text} between the sequences that start and reset this style (ECMA-48, SGR). */
    String on(String text) {
        return parameter.isEmpty() || text.isEmpty() ? text : "\u001b[" + parameter + "m" + text + "\u001b[0m";
    }
}
