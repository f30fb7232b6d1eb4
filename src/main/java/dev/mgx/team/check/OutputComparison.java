package dev.mgx.team.check;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares an output with the expected one by what it is. Line ends, blanks at the ends of lines and blank lines around
 * it never matter. JSON is compared as JSON, numbers with a relative tolerance of {@value #TOLERANCE}, and {@code …} or
 * {@code ...} in the expected text stands for anything.
 *
 * @param ordered whether the order of lines and of JSON arrays matters
 * @param exactDecimals whether 2.5 and 2.50 differ
 */
record OutputComparison(boolean ordered, boolean exactDecimals) {
    /** What is left of a double after a few calculations, and far below what anybody prints. */
    private static final double TOLERANCE = 1e-9;

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.])-?\\d{1,30}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?(?![\\w])");
    private static final Pattern ANYTHING = Pattern.compile("…|\\.\\.\\.");
    private static final int SHOWN = 120;

    /** How they differ, in a sentence; empty if they do not. */
    Optional<String> difference(String expected, String actual) {
        String wanted = plain(expected);
        String came = plain(actual);
        if (wanted.equals(came) || matchesPattern(wanted, came)) {
            return Optional.empty();
        }
        Optional<JsonNode> wantedJson = json(wanted);
        Optional<JsonNode> cameJson = json(came);
        if (wantedJson.isPresent() && cameJson.isPresent()) {
            return sameJson(wantedJson.get(), cameJson.get()) ? Optional.empty() : Optional.of(sentence(wanted, came));
        }
        return sameLines(wanted.lines().toList(), came.lines().toList())
                ? Optional.empty()
                : Optional.of(sentence(wanted, came));
    }

    private static String plain(String text) {
        List<String> lines =
                new ArrayList<>(text.lines().map(String::stripTrailing).toList());
        while (!lines.isEmpty() && lines.getFirst().isEmpty()) {
            lines.removeFirst();
        }
        return String.join("\n", lines).stripTrailing();
    }

    private static String sentence(String wanted, String came) {
        List<String> expected = wanted.lines().toList();
        List<String> actual = came.lines().toList();
        if (came.isEmpty()) {
            return "expected %s, but nothing came".formatted(shown(wanted));
        }
        int line = 0;
        while (line < expected.size()
                && line < actual.size()
                && expected.get(line).equals(actual.get(line))) {
            line++;
        }
        if (expected.size() <= 1 && actual.size() <= 1) {
            return "expected %s, got %s".formatted(shown(wanted), shown(came));
        }
        return "in line %d: expected %s, got %s"
                .formatted(
                        line + 1,
                        line < expected.size() ? shown(expected.get(line)) : "no more lines",
                        line < actual.size() ? shown(actual.get(line)) : "no more lines");
    }

    private static String shown(String text) {
        return text.isEmpty()
                ? "nothing"
                : "\""
                        + (text.codePointCount(0, text.length()) <= SHOWN
                                ? text
                                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…")
                        + "\"";
    }

    /** Whether the expected text has gaps, and its pieces come in this order. */
    private static boolean matchesPattern(String wanted, String came) {
        String[] pieces = ANYTHING.split(wanted, -1);
        if (pieces.length == 1 || !came.startsWith(pieces[0])) {
            return false;
        }
        int at = pieces[0].length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = came.indexOf(pieces[i], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return came.length() - pieces[pieces.length - 1].length() >= at && came.endsWith(pieces[pieces.length - 1]);
    }

    private static Optional<JsonNode> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.readTree(text));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private boolean sameJson(@Nullable JsonNode wanted, @Nullable JsonNode came) {
        if (wanted == null || came == null) {
            return false;
        }
        if (wanted.isNumber() && came.isNumber()) {
            return close(wanted.decimalValue(), came.decimalValue());
        }
        if (wanted.isObject() && came.isObject()) {
            return wanted.size() == came.size()
                    && wanted.propertyStream().allMatch(field -> sameJson(field.getValue(), came.get(field.getKey())));
        }
        if (wanted.isArray() && came.isArray()) {
            return wanted.size() == came.size()
                    && sameElements(
                            wanted.valueStream().toList(),
                            new ArrayList<>(came.valueStream().toList()));
        }
        return wanted.equals(came);
    }

    private boolean sameElements(List<JsonNode> wanted, List<JsonNode> came) {
        for (JsonNode each : wanted) {
            int found = 0;
            while (found < came.size() && !sameJson(each, came.get(found))) {
                if (ordered) {
                    return false;
                }
                found++;
            }
            if (found == came.size()) {
                return false;
            }
            came.remove(found);
        }
        return true;
    }

    private boolean sameLines(List<String> wanted, List<String> came) {
        if (wanted.size() != came.size()) {
            return false;
        }
        List<String> one = ordered
                ? wanted
                : wanted.stream().sorted(Comparator.naturalOrder()).toList();
        List<String> other =
                ordered ? came : came.stream().sorted(Comparator.naturalOrder()).toList();
        for (int i = 0; i < one.size(); i++) {
            if (!sameLine(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether two lines are the same but for numbers that are close. */
    private boolean sameLine(String wanted, String came) {
        if (wanted.equals(came)) {
            return true;
        }
        Matcher one = NUMBER.matcher(wanted);
        Matcher other = NUMBER.matcher(came);
        int oneAt = 0;
        int otherAt = 0;
        while (one.find()) {
            if (!other.find()
                    || !wanted.substring(oneAt, one.start()).equals(came.substring(otherAt, other.start()))
                    || !sameNumber(one.group(), other.group())) {
                return false;
            }
            oneAt = one.end();
            otherAt = other.end();
        }
        return !other.find() && wanted.substring(oneAt).equals(came.substring(otherAt));
    }

    private boolean sameNumber(String wanted, String came) {
        return wanted.equals(came)
                || (!(exactDecimals && wanted.contains(".")) && close(new BigDecimal(wanted), new BigDecimal(came)));
    }

    private static boolean close(BigDecimal wanted, BigDecimal came) {
        double one = wanted.doubleValue();
        double other = came.doubleValue();
        double allowed = TOLERANCE * Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
        boolean whole = !hasFraction(wanted) && !hasFraction(came);
        return wanted.compareTo(came) == 0 || (!whole && Math.abs(one - other) <= allowed);
    }

    private static boolean hasFraction(BigDecimal number) {
        return number.stripTrailingZeros().scale() > 0;
    }
}
