package dev.mgx.llm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that opens a block of code.
 *
 * @param mark {@code `} or {@code ~}
 * @param length at least 3
 * @param info what stands after it, usually a language; empty if nothing does
 * @see <a href="https://spec.commonmark.org/0.31.2/#fenced-code-blocks">fenced code blocks</a>
 */
public record CodeFence(char mark, int length, String info) {
    private static final Pattern LINE = Pattern.compile(" {0,3}(`{3,}|~{3,})([^\\n]*)");

    /** The fence that a line may open. */
    public static Optional<CodeFence> openedBy(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String marks = matcher.group(1);
        String info = matcher.group(2).strip();
        boolean code = marks.charAt(0) == '`' && info.indexOf('`') >= 0; // code within a line
        return code ? Optional.empty() : Optional.of(new CodeFence(marks.charAt(0), marks.length(), info));
    }

    /** Whether a line closes the block that this opens. */
    public boolean isClosedBy(String line) {
        return openedBy(line)
                .filter(other -> other.mark == mark && other.length >= length && other.info.isEmpty())
                .isPresent();
    }

    /** Whether the block is Markdown, which may have blocks of its own. */
    public boolean isMarkdown() {
        return info.equalsIgnoreCase("markdown") || info.equalsIgnoreCase("md");
    }

    /**
     * Where the block ends that this opens around a whole text with blocks of its own: the index of its closing line, or
     * the number of lines if it has none.
     *
     * @param lines those after the opening one
     * @throws Ambiguous if it may end at more than one line
     */
    int endOfWhole(List<String> lines) {
        int depth = 1;
        for (int at = 0; at < lines.size(); at++) {
            Optional<CodeFence> other = openedBy(lines.get(at)).filter(this::mayBeAlike);
            if (other.isPresent() && !other.get().info.isEmpty()) {
                depth++;
            } else if (other.isPresent() && --depth == 0) {
                return endBeyond(lines, at);
            }
        }
        return depth > 1 ? last(lines) : lines.size();
    }

    private boolean mayBeAlike(CodeFence other) {
        return other.mark == mark && other.length >= length;
    }

    /** The first line at which it may end, or the last one: then blocks without a language stand between. */
    private int endBeyond(List<String> lines, int first) {
        List<CodeFence> rest = lines.subList(first + 1, lines.size()).stream()
                .flatMap(line -> openedBy(line).filter(this::mayBeAlike).stream())
                .toList();
        if (rest.isEmpty() || !rest.getFirst().info.isEmpty()) {
            return first;
        }
        if (rest.size() % 2 != 0 || rest.stream().anyMatch(fence -> !fence.info.isEmpty())) {
            throw new Ambiguous(first);
        }
        return last(lines);
    }

    private int last(List<String> lines) {
        int at = lines.size() - 1;
        while (!isClosedBy(lines.get(at))) {
            at--;
        }
        return at;
    }

    /** It cannot be told where a block ends. */
    static final class Ambiguous extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final int index;

        private Ambiguous(int index) {
            this.index = index;
        }

        /** Of the first line where it may end, among those after the opening one. */
        int index() {
            return index;
        }
    }
}
