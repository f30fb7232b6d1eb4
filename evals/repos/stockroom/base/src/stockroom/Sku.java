package stockroom;

import java.util.regex.Pattern;

/** The number that an item is known by, as in TEA-1. */
record Sku(String text) implements Comparable<Sku> {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9]{0,9}(-[A-Z0-9]{1,9}){0,3}");

    Sku {
        if (!FORM.matcher(text).matches()) {
            throw new StockException("'" + text + "' is no SKU; write it as in TEA-1");
        }
    }

    @Override
    public int compareTo(Sku other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
