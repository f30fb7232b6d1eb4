package dev.mgx.llm;

import java.nio.charset.StandardCharsets;

/**
 * Estimates the number of tokens of a text, rather too high than too low: one per three bytes of UTF-8. English has
 * about four characters per token, code slightly over three, and other scripts about one character of three bytes.
 */
public final class TokenEstimate {
    private static final int BYTES_PER_TOKEN = 3;

    private TokenEstimate() {}

    public static long of(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8).length);
    }

    public static long of(Prompt prompt) {
        String schema = prompt.answerSchema();
        long said = prompt.messages().stream()
                .mapToLong(message -> of(message.text()))
                .sum();
        return of(prompt.system()) + said + (schema == null ? 0 : of(schema));
    }

    public static long ofBytes(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }
}
