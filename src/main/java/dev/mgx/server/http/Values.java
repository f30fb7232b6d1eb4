package dev.mgx.server.http;

import dev.mgx.json.Json;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.Problem.FieldError;
import dev.mgx.server.problem.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Validated body fields or query parameters. An absent one is null. */
public final class Values {
    /** More decimal places than an amount of money needs; bounds the size of a number. */
    private static final int MAX_DECIMALS = 12;

    private final Map<String, @Nullable Object> values;

    Values(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    /** The values, if there are no errors. */
    static Values unless(List<FieldError> errors, Map<String, @Nullable Object> values) {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return new Values(values);
    }

    /**
     * Validates these fields as those of the object at a path.
     *
     * @throws ProblemException if they do not satisfy the schema
     */
    public void require(Schema schema, String at) {
        List<FieldError> errors = new ArrayList<>();
        schema.check(values, at, errors);
        unless(errors, values);
    }

    @Nullable
    public String text(String name) {
        return (String) values.get(name);
    }

    /** A text that the description requires. */
    public String requiredText(String name) {
        return (String) required(name);
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    @Nullable
    public Boolean optionalFlag(String name) {
        return (Boolean) values.get(name);
    }

    @Nullable
    public Long optionalWhole(String name) {
        BigDecimal number = number(name);
        return number == null ? null : number.longValueExact();
    }

    /** A whole number that the description requires or has a default for. */
    public long whole(String name) {
        return new BigDecimal(required(name).toString()).longValueExact();
    }

    /** A whole number that the description limits to the range of an int. */
    public int wholeInt(String name) {
        return Math.toIntExact(whole(name));
    }

    /** A decimal, truncated to twelve decimal places. */
    @Nullable
    public BigDecimal decimal(String name) {
        BigDecimal number = number(name);
        if (number == null || number.scale() <= MAX_DECIMALS) {
            return number;
        }
        // setScale would expand 1e-999999999 digit by digit: treat it as zero without that.
        boolean negligible = (long) number.precision() - number.scale() < -MAX_DECIMALS;
        return negligible ? BigDecimal.ZERO : number.setScale(MAX_DECIMALS, RoundingMode.DOWN);
    }

    private @Nullable BigDecimal number(String name) {
        Object value = values.get(name);
        return value == null ? null : new BigDecimal(value.toString());
    }

    /** The fields of a nested object; empty if it is absent. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    public Values object(String name) {
        Object value = values.get(name);
        return value == null ? new Values(Map.of()) : new Values((Map<String, @Nullable Object>) value);
    }

    /** The same for equal values, and for no others. */
    public String hash() {
        try {
            byte[] json = Json.write(new TreeMap<>(values)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** A time; null if it is absent. */
    public @Nullable Instant time(String name) {
        Object value = values.get(name);
        return value == null ? null : Text.time(value.toString()).orElseThrow();
    }

    /** An object whose fields are all texts; null if it is absent. */
    @SuppressWarnings("unchecked") // the description says what is in the object
    public @Nullable Map<String, String> texts(String name) {
        return (Map<String, String>) values.get(name);
    }

    /** The objects of a list; null if it is absent. */
    @SuppressWarnings("unchecked") // the description says what is in the list
    public @Nullable List<Map<String, @Nullable Object>> objects(String name) {
        return (List<Map<String, @Nullable Object>>) values.get(name);
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("openapi.yaml does not require  " + name);
        }
        return value;
    }
}
