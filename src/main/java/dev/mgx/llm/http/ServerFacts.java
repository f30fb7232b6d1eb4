package dev.mgx.llm.http;

import org.jspecify.annotations.Nullable;

/**
 * What a server tells about a model without being asked a question.
 *
 * @param contextTokens the size of the window that it runs with; null if it does not say
 * @param slots how many prompts it works on at a time; null if it does not say
 * @param identity changes when another model stands behind the name, or the same one otherwise; empty if it does not say
 */
public record ServerFacts(
        @Nullable Integer contextTokens, @Nullable Integer slots, String identity) {
    public static final ServerFacts NONE = new ServerFacts(null, null, "");

    private static final long SMALLEST_WINDOW = 256;
    private static final long LARGEST_WINDOW = 999_999_999;

    /** Facts with the first of these sizes that can be one; none where none can. */
    public static ServerFacts of(String identity, int slots, long... sizes) {
        for (long size : sizes) {
            if (size >= SMALLEST_WINDOW && size <= LARGEST_WINDOW) {
                return new ServerFacts((int) size, slots > 0 ? slots : null, identity);
            }
        }
        return NONE;
    }
}
