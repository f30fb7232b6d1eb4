package dev.mgx.team;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the {@code PASS C1} and {@code FAIL C1 …} lines of an acceptance test. For one thread. */
final class CheckLines {
    private static final Pattern LINE = Pattern.compile("\\s*(PASS|FAIL) (C\\d{1,3})\\b.*");
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();

    void read(String line) {
        Matcher verdict = LINE.matcher(line);
        if (verdict.matches()) {
            (verdict.group(1).equals("PASS") ? passed : failed).add(verdict.group(2));
        }
    }

    /** The checks that failed at least once. */
    Collection<String> failed() {
        return failed;
    }

    /** The checks that passed and never failed. */
    Collection<String> passed() {
        Set<String> only = new TreeSet<>(passed);
        only.removeAll(failed);
        return only;
    }
}
