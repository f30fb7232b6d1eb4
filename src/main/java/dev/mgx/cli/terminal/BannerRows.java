package dev.mgx.cli.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what a server says about itself: lines that begin with a name, as a table of two columns. */
public record BannerRows(Terminal terminal) {
    private static final Pattern ROW = Pattern.compile("(\\S+ {2,})(.*)");

    public void print(String banner) {
        banner.lines().forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                terminal.wrapped(Style.DIM.of(row.group(2)), Style.DIM.of(row.group(1)));
            } else {
                terminal.wrapped(Style.DIM.of(line));
            }
        });
    }
}
