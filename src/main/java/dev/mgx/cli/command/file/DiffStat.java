package dev.mgx.cli.command.file;

import dev.mgx.cli.terminal.Style;
import dev.mgx.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many lines a unified diff adds to, and removes from, each file. Not thread-safe. */
final class DiffStat {
    private static final Pattern HUNK =
            Pattern.compile("@@ -\\d{1,9}(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");

    private final List<FileStat> files = new ArrayList<>();

    /** Lines of the hunk that are still to come. */
    private int oldLeft;

    private int newLeft;

    /** Whether the file has been named by a line of git, which comes before the two names. */
    private boolean named;

    private DiffStat() {}

    /** @param path as the diff writes it, without the folder that stands for a side */
    record FileStat(String path, int added, int removed, boolean binary) {}

    static DiffStat of(String diff) {
        DiffStat stat = new DiffStat();
        Arrays.stream(diff.split("\n")).forEach(stat::line);
        return stat;
    }

    List<FileStat> files() {
        return files;
    }

    private void line(String line) {
        if (oldLeft > 0 || newLeft > 0) {
            changed(line.isEmpty() ? ' ' : line.charAt(0));
        } else if (line.startsWith("diff --git ")) {
            named = true;
            String both = line.substring("diff --git ".length());
            files.add(new FileStat(withoutSide(both.substring(both.length() / 2 + 1)), 0, 0, false));
        } else if (line.startsWith("--- ") && !named) {
            files.add(new FileStat(withoutSide(line.substring("--- ".length())), 0, 0, false));
        } else if (line.startsWith("+++ ")) {
            named = false;
        } else if (line.startsWith("Binary files ") && !files.isEmpty()) {
            named = false;
            files.set(files.size() - 1, new FileStat(files.getLast().path(), 0, 0, true));
        } else {
            hunk(line);
        }
    }

    private void hunk(String line) {
        Matcher hunk = HUNK.matcher(line);
        if (hunk.matches() && !files.isEmpty()) {
            oldLeft = hunk.group(1) == null ? 1 : Integer.parseInt(hunk.group(1));
            newLeft = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
        }
    }

    private void changed(char kind) {
        FileStat file = files.getLast();
        switch (kind) {
            case '+' -> {
                newLeft--;
                files.set(files.size() - 1, new FileStat(file.path(), file.added() + 1, file.removed(), false));
            }
            case '-' -> {
                oldLeft--;
                files.set(files.size() - 1, new FileStat(file.path(), file.added(), file.removed() + 1, false));
            }
            case '\\' -> {} // that the line before has no end
            default -> {
                oldLeft--;
                newLeft--;
            }
        }
    }

    private static String withoutSide(String name) {
        return name.replaceFirst("^(\"?)[ab]/", "$1");
    }

    void print(Terminal terminal) {
        int added = 0;
        int removed = 0;
        for (FileStat file : files) {
            added += file.added();
            removed += file.removed();
            terminal.cut(
                    Style.GREEN.of("%7s ".formatted(file.binary() ? "" : "+" + file.added())),
                    Style.RED.of("%7s  ".formatted(file.binary() ? "binary" : "−" + file.removed())),
                    Style.PLAIN.of(file.path()));
        }
        terminal.line(Style.DIM.of(
                "%d %s, +%d −%d lines".formatted(files.size(), files.size() == 1 ? "file" : "files", added, removed)));
    }
}
