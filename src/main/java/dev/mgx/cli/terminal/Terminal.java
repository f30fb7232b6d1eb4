package dev.mgx.cli.terminal;

import dev.mgx.cli.terminal.Style.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The output of commands. Strips control sequences from all text; only this class emits them, and only to a terminal
 * that supports them. Thread-safe.
 */
public final class Terminal {
    /** Without a terminal, lines are not wrapped or truncated. */
    private static final int PLAIN_COLUMNS = 1_000_000;

    private static final int MIN_COLUMNS = 40;

    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable BufferedReader in;
    private final int columns;
    private final boolean rewrites;
    private final boolean colour;
    private String status = "";

    private Terminal(PrintStream out, PrintStream err, @Nullable BufferedReader in, int columns, boolean colour) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.columns = columns == 0 ? PLAIN_COLUMNS : Math.max(MIN_COLUMNS, columns);
        rewrites = columns > 0;
        this.colour = colour;
    }

    /** Plain streams without terminal features. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, null, 0, false);
    }

    /**
     * A terminal: with colours unless {@code NO_COLOR} is set, without any features if {@code TERM} is dumb.
     *
     * @param in keyboard input, or null if standard input is not interactive
     * @param columns its width, 0 if it is not a terminal
     * @param environment the environment, for the two variables above
     */
    public static Terminal of(
            PrintStream out,
            PrintStream err,
            @Nullable BufferedReader in,
            int columns,
            Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, err, in, dumb ? 0 : columns, colour);
    }

    /** A terminal that writes to standard error, without colours, because standard output is for data. */
    public Terminal besideData() {
        return new Terminal(err, err, null, 0, false);
    }

    /** Whether something could not be written to standard output. */
    public boolean isBroken() {
        return out.checkError();
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /**
     * Standard error for those who know of no terminal, such as the log: each whole line is written above the status
     * line. What they write steers no terminal already.
     */
    public PrintStream errorLines() {
        return new PrintStream(new WholeLines(this::error), true, StandardCharsets.UTF_8);
    }

    private synchronized void error(String line) {
        write(err, line);
    }

    /** Keyboard input, if it is interactive. */
    Optional<BufferedReader> in() {
        return Optional.ofNullable(in);
    }

    /**
     * Asks a person and waits for the answer, a line. Blocks.
     *
     * @return the answer; empty if nobody can be asked, or no longer
     */
    public Optional<String> ask(String question) {
        if (in == null) {
            return Optional.empty();
        }
        synchronized (this) {
            erase();
            out.print(styled(Style.BOLD, ShownText.clean(question)));
            out.flush();
        }
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            problem("Cannot read answers from this terminal: " + e.getMessage());
            return Optional.empty();
        }
    }

    public int columns() {
        return columns;
    }

    public boolean colour() {
        return colour;
    }

    /** Whether it is a terminal, where a line can be overwritten, so that {@link #status} shows anything. */
    public boolean rewrites() {
        return rewrites;
    }

    /** Prints a line. */
    public synchronized void line(Span... spans) {
        StringBuilder line = new StringBuilder();
        for (Span span : spans) {
            line.append(styled(span.style(), ShownText.clean(span.text())));
        }
        write(out, line.toString());
    }

    public void line(String text) {
        line(Style.PLAIN.of(text));
    }

    /** Prints a line, truncated to the width of the terminal. */
    public synchronized void cut(Span... spans) {
        StringBuilder line = new StringBuilder();
        int left = columns;
        for (Span span : spans) {
            String text = ShownText.cut(ShownText.clean(span.text()), left);
            line.append(styled(span.style(), text));
            left = Math.max(0, left - ShownText.width(text));
        }
        write(out, line.toString());
    }

    /**
     * Prints {@code body} wrapped to the width of the terminal, after the prefix; continuation lines are indented by
     * its width.
     */
    public synchronized void wrapped(Span body, Span... prefix) {
        StringBuilder start = new StringBuilder();
        int indent = 0;
        for (Span part : prefix) {
            String text = ShownText.clean(part.text());
            start.append(styled(part.style(), text));
            indent += ShownText.width(text);
        }
        for (String piece : ShownText.wrap(body.text(), columns - indent)) {
            write(out, start + styled(body.style(), piece));
            start.setLength(0);
            start.append(" ".repeat(indent));
        }
    }

    /** Prints the content of a file: as it is, except to a terminal, which it could steer. */
    public synchronized void content(String text) {
        if (rewrites) {
            text.lines().map(ShownText::clean).forEach(line -> write(out, line));
        } else {
            out.print(text);
            out.flush();
        }
    }

    /** Prints JSON on one line; what would steer a terminal is written as escapes, wherever it goes. */
    public synchronized void data(String json) {
        write(out, ShownText.escaped(json));
    }

    /** Prints an error to standard error. */
    public synchronized void problem(@Nullable String sentence) {
        note("mgx: " + sentence);
    }

    /** Prints where a failure came from to standard error. */
    public void trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        note(trace.toString());
    }

    /** Prints lines to standard error. */
    public synchronized void note(String text) {
        write(err, String.join("\n", text.lines().map(ShownText::clean).toList()));
    }

    /** Shows a status line below all other lines, replacing the previous one. Does nothing without a terminal. */
    public synchronized void status(String text) {
        if (rewrites && !text.equals(status)) {
            erase();
            // One column less than the width: a terminal that wraps at the edge would start a new line.
            out.print(styled(Style.DIM, ShownText.cut(ShownText.clean(text), columns - 1)));
            out.flush();
            status = text;
        }
    }

    private void write(PrintStream to, String line) {
        String shown = status;
        erase();
        to.println(line);
        to.flush();
        status(shown);
    }

    private void erase() {
        if (!status.isEmpty()) {
            status = ""; // first: what is printed may fail, and that is told here too
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    private String styled(Style style, String text) {
        return colour ? style.on(text) : text;
    }
}
