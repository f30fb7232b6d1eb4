package dev.mgx.server.http;

import dev.mgx.server.http.Problem.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a body, or the parameters of a query, that are as the description says. Null is what is not there. */
public final class Values {
    /** More digits after the point than money has use for; a bound, so that no number is a document. */
    private static final int MAX_DECIMALS = 12;

    private final Map<String, @Nullable Object> values;

    Values(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    /** These values, unless anything is wrong with them. */
    static Values unless(List<FieldError> errors, Map<String, @Nullable Object> values) {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return new Values(values);
    }

    /**
     * Checks these fields, of the object at this place.
     *
     * @throws ProblemException where they are not as the schema says
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

    /** A text that the description demands. */
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

    /** A whole number that the description demands, or has a default for. */
    public long whole(String name) {
        return new BigDecimal(required(name).toString()).longValueExact();
    }

    /** The same where the description keeps it within an int. */
    public int wholeInt(String name) {
        return Math.toIntExact(whole(name));
    }

    /** What is beyond the twelfth decimal is cut off. */
    @Nullable
    public BigDecimal decimal(String name) {
        BigDecimal number = number(name);
        if (number == null || number.scale() <= MAX_DECIMALS) {
            return number;
        }
        // Nothing is divided by ten a billion times: 1e-999999999 is nothing, without being written out.
        boolean nothing = (long) number.precision() - number.scale() < -MAX_DECIMALS;
        return nothing ? BigDecimal.ZERO : number.setScale(MAX_DECIMALS, RoundingMode.DOWN);
    }

    private @Nullable BigDecimal number(String name) {
        Object value = values.get(name);
        return value == null ? null : new BigDecimal(value.toString());
    }

    /** The fields of an object in this one; none where it is absent. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    public Values object(String name) {
        Object value = values.get(name);
        return value == null ? new Values(Map.of()) : new Values((Map<String, @Nullable Object>) value);
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("openapi.yaml does not demand " + name);
        }
        return value;
    }
}
