package dev.mgx.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a model where it runs; null is unknown.
 *
 * @param contextTokens the size of its window, as its server tells; at least 1
 * @param slots how many prompts its server works on at a time, as it tells; at least 1
 * @param writtenPerSecond how many tokens it writes in a second
 * @param readPerSecond how many tokens of a prompt it reads in a second
 * @param keepsSchemas whether its server holds it to a JSON schema that the prompt does not mention
 * @param thinks whether it thinks before it answers, so that an answer needs more tokens than its text
 * @param stops whether it stops writing when a call is closed, so that the next one need not wait
 */
public record ModelProfile(
        @Nullable Integer contextTokens,
        @Nullable Integer slots,
        @Nullable Double writtenPerSecond,
        @Nullable Double readPerSecond,
        @Nullable Boolean keepsSchemas,
        @Nullable Boolean thinks,
        @Nullable Boolean stops) {
    public static final ModelProfile UNKNOWN = new ModelProfile(null, null, null, null, null, null, null);

    public ModelProfile {
        requirePositive(contextTokens, "context_tokens");
        requirePositive(slots, "slots");
        requirePositive(writtenPerSecond, "written_per_second");
        requirePositive(readPerSecond, "read_per_second");
    }

    private static void requirePositive(@Nullable Number number, String name) {
        if (number != null && !(number.doubleValue() > 0)) {
            throw new IllegalArgumentException("%s must be more than 0, not %s".formatted(name, number));
        }
    }

    /** What people are told of it, in clauses; none if nothing is known. */
    public List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        add(clauses, contextTokens, "its window is %,d tokens");
        add(clauses, writtenPerSecond, "it writes %.1f tokens a second");
        add(clauses, readPerSecond, "it reads %.0f tokens a second");
        add(clauses, keepsSchemas, "it is held to schemas", "it is not held to schemas");
        add(clauses, thinks, "it thinks before it answers", "it answers without thinking first");
        add(clauses, stops, "it stops when a call is closed", "it goes on writing when a call is closed");
        add(clauses, slots, "its server answers %d at a time");
        return clauses;
    }

    private static void add(List<String> clauses, @Nullable Number value, String clause) {
        if (value != null) {
            clauses.add(String.format(Locale.ROOT, clause, value));
        }
    }

    private static void add(List<String> clauses, @Nullable Boolean value, String yes, String no) {
        if (value != null) {
            clauses.add(value ? yes : no);
        }
    }

    /** The same with a window of this size. */
    public ModelProfile withContext(@Nullable Integer tokens) {
        return new ModelProfile(tokens, slots, writtenPerSecond, readPerSecond, keepsSchemas, thinks, stops);
    }
}
