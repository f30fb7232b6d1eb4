package stockroom;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command, taken one after the other. */
final class Words {
    private final List<String> words;
    private int next;

    private Words(List<String> words) {
        this.words = words;
    }

    /** Blanks divide words; a word in double quotes may have blanks in it. */
    static Words of(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char first = line.charAt(at);
            if (first == ' ') {
                at++;
            } else if (first == '"') {
                int end = line.indexOf('"', at + 1);
                if (end < 0) {
                    throw new StockException("a double quote has no end");
                }
                words.add(line.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = line.indexOf(' ', at);
                words.add(line.substring(at, end < 0 ? line.length() : end));
                at = end < 0 ? line.length() : end;
            }
        }
        return new Words(words);
    }

    String word(String what) {
        if (next == words.size()) {
            throw new StockException(what + " is missing");
        }
        return words.get(next++);
    }

    Sku sku() {
        return new Sku(word("the SKU"));
    }

    int number(String what) {
        String word = word(what);
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new StockException("'" + word + "' is no whole number");
        }
    }

    LocalDate date() {
        String word = word("the date");
        try {
            return LocalDate.parse(word);
        } catch (DateTimeParseException e) {
            throw new StockException("'" + word + "' is no date; write it as in 2024-03-31");
        }
    }

    /** Whether the next word is this one, which is taken then. */
    boolean has(String keyword) {
        boolean found = next < words.size() && words.get(next).equals(keyword);
        next += found ? 1 : 0;
        return found;
    }

    Optional<LocalDate> dateAfter(String keyword) {
        return has(keyword) ? Optional.of(date()) : Optional.empty();
    }

    void end() {
        if (next < words.size()) {
            throw new StockException("'" + words.get(next) + "' is one word too many");
        }
    }
}
