package dev.mgx.task;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads structured details from a payload, newly created or read from the journal. */
public final class Payload {
    private Payload() {}

    /** The usage in {@code value}, or none. */
    public static Usage usage(@Nullable Object value) {
        if (value instanceof Usage usage) {
            return usage;
        }
        if (!(value instanceof Map<?, ?> fields)) {
            return Usage.NONE;
        }
        return new Usage(
                whole(fields.get("input_tokens")),
                whole(fields.get("output_tokens")),
                fields.get("cost_usd") instanceof Number cost ? new BigDecimal(cost.toString()) : BigDecimal.ZERO,
                Math.toIntExact(whole(fields.get("llm_calls"))));
    }

    static @Nullable WaitingFor waitingFor(@Nullable Object value) {
        if (value instanceof WaitingFor waiting) {
            return waiting;
        }
        if (value instanceof Map<?, ?> fields
                && fields.get("what") instanceof String what
                && fields.get("since") instanceof String since) {
            Instant until = fields.get("until") instanceof String end ? Instant.parse(end) : null;
            return new WaitingFor(what, Instant.parse(since), until);
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    static @Nullable Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> fields ? (Map<String, @Nullable Object>) fields : null;
    }

    private static long whole(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
