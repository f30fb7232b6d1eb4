package dev.mgx.cli.terminal;

import dev.mgx.cli.terminal.Style.Span;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where commands say things. What is said is cleaned of everything that steers a terminal: only this class
 * sends such sequences, and only where there is a terminal that knows them. Thread-safe.
 */
public final class Terminal {
    /** Where there is no terminal, lines are as long as they are. */
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

    /** Two streams that are no terminal. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, null, 0, false);
    }

    /**
     * A terminal: colours unless {@code NO_COLOR} is set, none of its abilities where {@code TERM} is dumb.
     *
     * @param in what a person types, or null where nobody does
     * @param columns its width
     * @param environment for the two names above
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

    /** The same where standard output is for data: everything said goes to standard error, without colours. */
    public Terminal besideData() {
        return new Terminal(err, err, null, 0, false);
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** What a person types, where one is there to be asked. */
    Optional<BufferedReader> in() {
        return Optional.ofNullable(in);
    }

    public int columns() {
        return columns;
    }

    public boolean colour() {
        return colour;
    }

    /** Whether a line can be written over, and so {@link #status} shows anything. */
    boolean rewrites() {
        return rewrites;
    }

    /** A line. */
    public synchronized void line(Span... spans) {
        StringBuilder line = new StringBuilder();
        for (Span span : spans) {
            line.append(painted(span.style(), ShownText.clean(span.text())));
        }
        write(out, line.toString());
    }

    public void line(String text) {
        line(Style.PLAIN.of(text));
    }

    /** A line that is cut to the width of the terminal. */
    public synchronized void cut(Span... spans) {
        StringBuilder line = new StringBuilder();
        int left = columns;
        for (Span span : spans) {
            String text = ShownText.cut(ShownText.clean(span.text()), left);
            line.append(painted(span.style(), text));
            left = Math.max(0, left - ShownText.width(text));
        }
        write(out, line.toString());
    }

    /** Lines as many as {@code body} takes, the first after {@code heads}, the others indented as far as these are wide. */
    public synchronized void wrapped(Span body, Span... heads) {
        StringBuilder start = new StringBuilder();
        int indent = 0;
        for (Span head : heads) {
            String text = ShownText.clean(head.text());
            start.append(painted(head.style(), text));
            indent += ShownText.width(text);
        }
        for (String piece : ShownText.wrap(body.text(), columns - indent)) {
            write(out, start + painted(body.style(), piece));
            start.setLength(0);
            start.append(" ".repeat(indent));
        }
    }

    /** A line of data, as it is. */
    public synchronized void data(String json) {
        write(out, json);
    }

    /** What went wrong, on standard error. */
    public synchronized void problem(@Nullable String sentence) {
        note("mgx: " + sentence);
    }

    /** A line on standard error. */
    public synchronized void note(String text) {
        write(err, String.join("\n", text.lines().map(ShownText::clean).toList()));
    }

    /** Shows, below all lines, what goes on now; the next one takes its place. Nothing where there is no terminal. */
    public synchronized void status(String text) {
        if (rewrites && !text.equals(status)) {
            erase();
            // One column less than there are: a terminal that wraps at its edge would begin a new line.
            out.print(painted(Style.DIM, ShownText.cut(ShownText.clean(text), columns - 1)));
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
            out.print("\r\u001b[K");
            out.flush();
            status = "";
        }
    }

    private String painted(Style style, String text) {
        return colour ? style.on(text) : text;
    }
}
