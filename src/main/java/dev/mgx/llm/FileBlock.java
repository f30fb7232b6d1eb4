package dev.mgx.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete file in a prompt or an answer, between two marker lines that cannot be confused with a code fence inside
 * the file:
 *
 * <pre>
 * === FILE src/Main.java ===
 * …
 * === END FILE ===
 * </pre>
 */
public record FileBlock(String path, String content) {
    /** Tolerates quotes around the path and a colon before it. */
    private static final Pattern START = Pattern.compile("\\s*=== FILE:? [`\"']?(\\S(?:.*[^\\s`\"'])?)[`\"']? ===\\s*");

    private static final Pattern END = Pattern.compile("\\s*=== END FILE(?: .*)?===\\s*");

    /** The block as text, without a trailing line break. */
    public String text() {
        String separator = content.isEmpty() || content.endsWith("\n") ? "" : "\n";
        return "=== FILE " + path + " ===\n" + content + separator + "=== END FILE ===";
    }

    /**
     * The files in {@code text}, in order; other text is ignored. If an end marker is missing, the file ends where
     * the next one starts, or with the text.
     */
    public static List<FileBlock> in(String text) {
        List<FileBlock> blocks = new ArrayList<>();
        List<String> lines = List.of(text.split("\r?\n", -1));
        int at = 0;
        while (at < lines.size()) {
            Matcher start = START.matcher(lines.get(at++));
            if (!start.matches()) {
                continue;
            }
            int from = at;
            while (at < lines.size() && !marks(lines.get(at))) {
                at++;
            }
            boolean ended = at < lines.size() && END.matcher(lines.get(at)).matches();
            blocks.add(new FileBlock(start.group(1), content(lines.subList(from, at), ended)));
        }
        return blocks;
    }

    /** Whether {@code line} is a start or end marker. */
    public static boolean marks(String line) {
        return START.matcher(line).matches() || END.matcher(line).matches();
    }

    /** The lines as a file, without a code fence around the whole file or around the block. */
    private static String content(List<String> lines, boolean ended) {
        List<String> kept = withoutBlankEnd(lines);
        long fences = kept.stream().filter(FileBlock::isFence).count();
        boolean fenced = kept.size() >= 2 && fences == 2 && isFence(kept.getFirst()) && closesFence(kept.getLast());
        if (fenced) {
            kept = kept.subList(1, kept.size() - 1);
        } else if (!ended && fences % 2 == 1 && closesFence(kept.getLast())) {
            kept = withoutBlankEnd(kept.subList(0, kept.size() - 1));
        }
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    private static List<String> withoutBlankEnd(List<String> lines) {
        List<String> kept = lines;
        while (!kept.isEmpty() && kept.getLast().isBlank()) {
            kept = kept.subList(0, kept.size() - 1);
        }
        return kept;
    }

    private static boolean isFence(String line) {
        return line.startsWith("```");
    }

    private static boolean closesFence(String line) {
        return line.strip().equals("```");
    }
}
