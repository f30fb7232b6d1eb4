package dev.mgx.team.role;

import dev.mgx.llm.FileBlock;
import dev.mgx.team.answer.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The debugger's claim that a check's test does not match the check. */
public record Dispute(String check, String reason) {
    /** The maximum length of a reason, which becomes part of the result shown to people. */
    private static final int LONGEST_REASON = 1_000;

    private static final Pattern START = Pattern.compile("\\s*=== DISPUTE:? (\\S.*?) ===\\s*");
    private static final Pattern END = Pattern.compile("\\s*=== END DISPUTE(?: .*)?===\\s*");
    private static final Pattern ID = Pattern.compile("C\\d{1,3}|ALL", Pattern.CASE_INSENSITIVE);

    /**
     * The disputes in an answer, at most one for each check:
     *
     * <pre>
     * === DISPUTE C3 ===
     * …
     * === END DISPUTE ===
     * </pre>
     *
     * @param failed the ids of the failed checks, which {@code ALL} stands for
     * @throws MalformedAnswer if one names no check or has no reason
     */
    static List<Dispute> in(String answer, List<String> failed) {
        Map<String, Dispute> disputes = new LinkedHashMap<>();
        List<String> lines = answer.lines().toList();
        boolean inFile = false;
        for (int at = 0; at < lines.size(); at++) {
            inFile = FileBlock.marks(lines.get(at)) ? !FileBlock.marksEnd(lines.get(at)) : inFile;
            Matcher start = START.matcher(lines.get(at));
            if (inFile || !start.matches()) {
                continue;
            }
            List<String> lineTexts = new ArrayList<>();
            while (at + 1 < lines.size() && !marks(lines.get(at + 1))) {
                lineTexts.add(lines.get(++at));
            }
            String reason = reason(String.join("\n", lineTexts));
            ids(start.group(1), failed).forEach(id -> disputes.putIfAbsent(id, new Dispute(id, reason)));
        }
        return List.copyOf(disputes.values());
    }

    /** The text of an answer before its first dispute or file. */
    public static String before(String answer) {
        return answer.lines()
                .takeWhile(line -> !marks(line))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static boolean marks(String line) {
        return START.matcher(line).matches() || END.matcher(line).matches() || FileBlock.marks(line);
    }

    private static List<String> ids(String named, List<String> failed) {
        List<String> ids = new ArrayList<>();
        Matcher id = ID.matcher(named);
        while (id.find()) {
            String found = id.group().toUpperCase(Locale.ROOT);
            ids.addAll(found.equals("ALL") ? failed : List.of(found));
        }
        Require.that(!ids.isEmpty(), "\"=== DISPUTE %s ===\" names no check such as C1".formatted(named));
        return ids;
    }

    private static String reason(String lineTexts) {
        String reason = lineTexts.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        Require.that(!reason.isEmpty(), "A dispute must say why, between its two lines");
        return reason.codePointCount(0, reason.length()) <= LONGEST_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, LONGEST_REASON)) + "…";
    }
}
