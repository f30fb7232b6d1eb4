package dev.mgx.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the fenced blocks of a model's answer, in linear time. */
public final class Fences {
    /** A fence that opens after text on the same line. */
    private static final Pattern OPENS_AT_END = Pattern.compile("[^`]*```\\w*\\s*");

    private static final CodeFence AT_END = new CodeFence('`', 3, "");

    private Fences() {}

    /**
     * A block.
     *
     * @param info what stands after the opening fence, usually a language; empty if nothing does
     * @param content every line terminated
     */
    public record Block(String info, String content) {}

    /** The contents in order, every line terminated; a block without a closing line is ignored. */
    public static List<String> in(String answer) {
        return blocks(answer).stream().map(Block::content).toList();
    }

    /** The blocks in order; one without a closing line is ignored. */
    public static List<Block> blocks(String answer) {
        List<Block> contents = new ArrayList<>();
        StringBuilder inside = new StringBuilder();
        @Nullable CodeFence open = null;
        int within = 0; // blocks of a Markdown text that are open
        for (String line : answer.lines().toList()) {
            if (open == null) {
                open = opened(line).orElse(null);
                inside.setLength(0);
            } else if (open.isClosedBy(line) && within == 0) {
                contents.add(new Block(open.info(), inside.toString()));
                open = null;
            } else {
                inside.append(line).append('\n');
                within += open.isMarkdown() ? change(open, line) : 0;
            }
        }
        return contents;
    }

    /** By how many blocks within it a line of a Markdown text has more. */
    private static int change(CodeFence open, String line) {
        if (open.isClosedBy(line)) {
            return -1;
        }
        return CodeFence.openedBy(line)
                        .filter(inner -> inner.mark() == open.mark() && inner.length() >= open.length())
                        .isPresent()
                ? 1
                : 0;
    }

    private static Optional<CodeFence> opened(String line) {
        Optional<CodeFence> fence = CodeFence.openedBy(line.strip());
        return fence.isPresent() || !OPENS_AT_END.matcher(line).matches() ? fence : Optional.of(AT_END);
    }
}
