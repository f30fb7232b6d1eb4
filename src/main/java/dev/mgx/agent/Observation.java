package dev.mgx.agent;

import dev.mgx.llm.TokenEstimate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a model is shown of a long text: its beginning and its end. */
public final class Observation {
    private static final int LONGEST_LINE = 500;

    private Observation() {}

    /** A text of at most about so many tokens, in whole lines, with a line that says how many are missing. */
    public static String cut(String text, long tokens) {
        int longest = Math.clamp(tokens, 1, LONGEST_LINE);
        List<String> lines = text.lines().map(line -> shortened(line, longest)).toList();
        if (TokenEstimate.of(String.join("\n", lines)) <= tokens) {
            return String.join("\n", lines);
        }
        List<String> head = new ArrayList<>();
        Deque<String> tail = new ArrayDeque<>();
        long left = tokens - 20; // for the line in between
        int first = 0;
        int last = lines.size();
        while (first < last) {
            boolean atEnd = tail.size() <= head.size(); // the end says more
            String line = lines.get(atEnd ? last - 1 : first);
            left -= TokenEstimate.of(line) + 1;
            if (left < 0) {
                break;
            }
            if (atEnd) {
                tail.addFirst(line);
                last--;
            } else {
                head.add(line);
                first++;
            }
        }
        head.add("[… %d lines left out …]".formatted(last - first));
        head.addAll(tail);
        return String.join("\n", head);
    }

    private static String shortened(String line, int longest) {
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest)) + "…";
    }
}
