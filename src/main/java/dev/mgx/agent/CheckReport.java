package dev.mgx.agent;

import java.util.List;

/**
 * How the checks stand that a loop is driven by.
 *
 * @param passed the ids of those that pass
 * @param failed the ids of those that do not
 * @param failures what came of the failed ones, for the model
 */
public record CheckReport(List<String> passed, List<String> failed, String failures) {
    /** No check, so that nothing shows whether the work is done. */
    public static final CheckReport NONE = new CheckReport(List.of(), List.of(), "");

    public CheckReport {
        passed = List.copyOf(passed);
        failed = List.copyOf(failed);
    }

    /** Whether there are checks, and all pass. */
    public boolean proves() {
        return !passed.isEmpty() && failed.isEmpty();
    }

    int count() {
        return passed.size() + failed.size();
    }

    /** For the model, beside what it was before. */
    String text() {
        if (count() == 0) {
            return "";
        }
        String sum = "Checks: %d of %d pass%s."
                .formatted(
                        passed.size(),
                        count(),
                        failed.isEmpty() ? "" : "; %s fail".formatted(String.join(", ", failed)));
        return failures.isBlank() ? sum : sum + "\n" + failures.strip();
    }
}
