package stockroom;

final class WordsTest {
    void quotesKeepBlanks() {
        Words words = Words.of("item  \"Green tea\" x");
        Check.equal("item", words.word("a"));
        Check.equal("Green tea", words.word("b"));
        Check.equal("x", words.word("c"));
        Check.refused("d is missing", () -> words.word("d"));
    }

    void aQuoteHasAnEnd() {
        Check.refused("a double quote has no end", () -> Words.of("item \"Green"));
    }

    void numbersAndDatesAreRead() {
        Words words = Words.of("12 2024-02-29 x y");
        Check.equal(12, words.number("a"));
        Check.equal("2024-02-29", words.date().toString());
        Check.refused("'x' is no whole number", () -> words.number("b"));
        Check.refused("'y' is no date; write it as in 2024-03-31", words::date);
    }
}
