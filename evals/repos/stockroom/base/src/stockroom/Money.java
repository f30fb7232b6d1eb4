package stockroom;

import java.util.regex.Pattern;

/** An amount in whole cents. */
record Money(long cents) {
    static final Money ZERO = new Money(0);

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,2})?");

    /** Reads 5, 5.2 and 5.20. */
    static Money parse(String text) {
        if (!AMOUNT.matcher(text).matches()) {
            throw new StockException("'" + text + "' is no amount; write it as in 2.40");
        }
        String[] parts = (text.contains(".") ? text : text + ".0").split("\\.");
        long cents = Long.parseLong(parts[1].length() == 1 ? parts[1] + "0" : parts[1]);
        return new Money(Long.parseLong(parts[0]) * 100 + cents);
    }

    Money plus(Money other) {
        return new Money(cents + other.cents);
    }

    Money times(int quantity) {
        return new Money(cents * quantity);
    }

    @Override
    public String toString() {
        return "%d.%02d".formatted(cents / 100, cents % 100);
    }
}
