package dev.mgx.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    /** Tolerates quotes around the path, a colon before it, and another number of signs. */
    private static final Pattern START =
            Pattern.compile("\\s*={2,5} ?FILE ?:? [`\"']?(\\S(?:.*[^\\s`\"'=])?)[`\"']? ?={2,5}\\s*");

    /** The same, and the path once more. */
    private static final Pattern END = Pattern.compile("\\s*={2,5} ?(?:END(?: OF)? FILE|FILE END)\\b.*");

    /** An end marker whose first signs are in the line before. */
    private static final Pattern BROKEN_END = Pattern.compile("\\s*(?:END(?: OF)? FILE|FILE END) ?={2,5}\\s*");

    private static final Pattern SIGNS = Pattern.compile("\\s*={2,5}\\s*");

    /** The block as text, without a trailing line break. */
    public String text() {
        String separator = content.isEmpty() || content.endsWith("\n") ? "" : "\n";
        return "=== FILE " + path + " ===\n" + content + separator + "=== END FILE ===";
    }

    /**
     * The files in {@code text}, in order; other text is ignored. If an end marker is missing, the file ends where
     * the next one starts, or with the text.
     *
     * @throws IllegalArgumentException with a sentence that names the line if it cannot be told where a file ends
     */
    public static List<FileBlock> in(String text) {
        List<FileBlock> blocks = new ArrayList<>();
        List<String> lines = List.of(text.split("\r?\n", -1));
        int at = 0;
        while (at < lines.size()) {
            Matcher start = START.matcher(lines.get(at++));
            if (!start.matches() || marksEnd(start.group())) {
                continue;
            }
            int from = at;
            while (at < lines.size() && !marks(lines.get(at)) && !isBroken(lines, from, at)) {
                at++;
            }
            boolean broken = at < lines.size() && isBroken(lines, from, at);
            boolean ended = broken || (at < lines.size() && marksEnd(lines.get(at)));
            List<String> own = lines.subList(from, broken ? at - 1 : at);
            blocks.add(new FileBlock(start.group(1), content(start.group(1), own, from, ended)));
        }
        return blocks;
    }

    /** Whether {@code line} is a start or end marker. */
    public static boolean marks(String line) {
        return START.matcher(line).matches() || marksEnd(line);
    }

    /** Whether {@code line} is an end marker. */
    public static boolean marksEnd(String line) {
        return END.matcher(line).matches();
    }

    private static boolean isBroken(List<String> lines, int from, int at) {
        return at > from
                && SIGNS.matcher(lines.get(at - 1)).matches()
                && BROKEN_END.matcher(lines.get(at)).matches();
    }

    /** The lines as a file, without a code fence around the whole file or around the block. */
    private static String content(String path, List<String> lines, int before, boolean ended) {
        List<String> kept = withoutBlankEnd(lines);
        int first = 0;
        while (first < kept.size() && kept.get(first).isBlank()) {
            first++;
        }
        Optional<CodeFence> fence = first < kept.size() ? CodeFence.openedBy(kept.get(first)) : Optional.empty();
        if (fence.isPresent() && isAround(path, fence.get(), kept.subList(first + 1, kept.size()))) {
            kept = unwrapped(path, fence.get(), kept.subList(first + 1, kept.size()), before + first + 1);
        } else if (fence.isEmpty()) {
            kept = withoutStrayFence(path, kept, ended);
        }
        String content = String.join("\n", withoutBlankEnd(kept));
        String said = StopTokens.leftOutOf(content);
        String left = said.equals(content) ? content : said.stripTrailing();
        return left.isEmpty() ? "" : left + "\n";
    }

    /** Whether a fence at the beginning of a file is around all of it, and not a part of a text. */
    private static boolean isAround(String path, CodeFence fence, List<String> rest) {
        long fences = rest.stream()
                .filter(line -> CodeFence.openedBy(line).isPresent())
                .count();
        boolean whole = fences == 1 && !rest.isEmpty() && fence.isClosedBy(rest.getLast());
        return !isMarkdown(path) || fence.isMarkdown() || whole;
    }

    private static List<String> unwrapped(String path, CodeFence fence, List<String> rest, int before) {
        try {
            return rest.subList(0, fence.endOfWhole(rest));
        } catch (CodeFence.Ambiguous e) {
            throw new IllegalArgumentException(
                    "It is not clear whether the file %s ends at line %d of the answer, a code fence; give it without fences"
                            .formatted(path, before + e.index() + 1),
                    e);
        }
    }

    /** Without the closing line of a fence that was opened before the file. */
    private static List<String> withoutStrayFence(String path, List<String> lines, boolean ended) {
        long fences = lines.stream()
                .filter(line -> CodeFence.openedBy(line).isPresent())
                .count();
        boolean stray = fences % 2 == 1
                && CodeFence.openedBy(lines.getLast())
                        .filter(last -> last.info().isEmpty())
                        .isPresent();
        return stray && !(ended && isMarkdown(path)) ? withoutBlankEnd(lines.subList(0, lines.size() - 1)) : lines;
    }

    private static boolean isMarkdown(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".md") || name.endsWith(".markdown");
    }

    private static List<String> withoutBlankEnd(List<String> lines) {
        List<String> kept = lines;
        while (!kept.isEmpty() && kept.getLast().isBlank()) {
            kept = kept.subList(0, kept.size() - 1);
        }
        return kept;
    }
}
