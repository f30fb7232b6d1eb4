package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of the tests of a project.
 *
 * @param broken passed before and fail now; the command itself if it failed without a test that failed
 * @param missing passed before and are not run any more: they are gone, or skipped
 * @param mended failed before and pass now
 * @param added were not there before, whatever came of them
 */
public record Regression(List<String> broken, List<String> missing, List<String> mended, List<String> added) {
    private static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 160;

    public Regression {
        broken = List.copyOf(broken);
        missing = List.copyOf(missing);
        mended = List.copyOf(mended);
        added = List.copyOf(added);
    }

    /** Whether what was green is green. */
    public boolean holds() {
        return broken.isEmpty() && missing.isEmpty();
    }

    /** For a model and for people: a sentence for each kind, with ten names at most. */
    public String text() {
        List<String> sentences = new ArrayList<>();
        List<String> tests =
                broken.stream().filter(name -> !name.equals(TestReport.COMMAND)).toList();
        if (tests.size() < broken.size()) {
            sentences.add("The test command passed before and fails now, without naming a test that failed.");
        }
        add(sentences, tests, "that passed before fails now", "that passed before fail now");
        add(sentences, missing, "that passed before is not run any more", "that passed before are not run any more");
        if (holds()) {
            sentences.add("Every test that passed before still passes.");
        }
        add(sentences, mended, "that failed before passes now", "that failed before pass now");
        add(sentences, added, "was added", "were added");
        return String.join("\n", sentences);
    }

    private static void add(List<String> sentences, List<String> names, String one, String several) {
        if (!names.isEmpty()) {
            sentences.add("%d test%s: %s"
                    .formatted(
                            names.size(),
                            names.size() == 1 ? " " + one : "s " + several,
                            names.stream()
                                    .limit(MOST_NAMES)
                                    .map(name -> name.length() <= LONGEST_NAME
                                            ? name
                                            : name.substring(0, LONGEST_NAME) + "…")
                                    .collect(Collectors.joining("; ", "", names.size() > MOST_NAMES ? "; …" : ""))));
        }
    }
}
