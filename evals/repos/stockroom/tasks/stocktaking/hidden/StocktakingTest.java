package stockroom;

final class StocktakingTest {
    private static final String[] START = {
        "day 2024-01-10", "item TEA Tea", "receive TEA 5 shop 2.00 expires 2025-01-01", "day 2024-02-01", "receive TEA 5 shop 3.00 expires 2025-02-01",
        "day 2024-03-01"
    };
    private static final String CSV = "sku,name,place,received,expires,quantity,unit cost\n";

    void theOldestAreMissing() {
        Check.equal(CSV + "TEA,Tea,shop,2024-02-01,2025-02-01,3,3.00\n", after("count TEA 3 shop", "export"));
    }

    void whatIsMissingIsInTheHistory() {
        Check.equal("2024-01-10  received  5  to shop\n2024-02-01  received  5  to shop\n2024-03-01  lost      7  from shop\n",
                after("count TEA 3 shop", "history TEA"));
    }

    void whatIsFoundHasTheCostOfTheLast() {
        Check.equal(CSV + "TEA,Tea,shop,2024-01-10,2025-01-01,5,2.00\nTEA,Tea,shop,2024-02-01,2025-02-01,5,3.00\nTEA,Tea,shop,2024-03-01,,2,3.00\n",
                after("count TEA 12 shop", "export"));
    }

    void whatIsFoundIsInTheHistory() {
        Check.equal("2024-01-10  received  5  to shop\n2024-02-01  received  5  to shop\n2024-03-01  found     2  to shop\n",
                after("count TEA 12 shop", "history TEA"));
    }

    void whatAgreesChangesNothing() {
        Check.equal(after("export", "history TEA"), after("count TEA 10 shop", "export", "history TEA"));
    }

    void nothingWasFound() {
        Check.equal("", after("count TEA 0 shop", "stock"));
    }

    void nothingLayThere() {
        refused("nothing of TEA lies in main, so what was found has to be received", "count TEA 1 main");
        Check.equal(after("stock"), after("count TEA 0 main", "stock"));
    }

    void moreIsReserved() {
        refused("of TEA 4 are reserved in shop", "reserve A1 TEA 4 shop", "count TEA 3 shop");
        Check.equal("TEA  shop  4  4  0\n", after("reserve A1 TEA 4 shop", "count TEA 4 shop", "stock"));
    }

    void countsThatCannotBeAreRefused() {
        refused("a count is 0 or more", "count TEA -1 shop");
        refused("there is no item COFFEE", "count COFFEE 1 shop");
    }

    private static void refused(String sentence, String... lines) {
        String[] all = lines(lines);
        Session session = Session.of(all);
        Check.equal("line " + all.length + ": " + sentence + "\n", session.err());
        String[] also = lines(lines);
        also[also.length - 1] = "export";
        String before = Session.of(also).out();
        String[] then = java.util.Arrays.copyOf(all, all.length + 1);
        then[all.length] = "export";
        Check.equal(before, Session.of(then).out());
    }

    private static String after(String... lines) {
        return Session.output(lines(lines));
    }

    private static String[] lines(String... lines) {
        String[] all = java.util.Arrays.copyOf(START, START.length + lines.length);
        System.arraycopy(lines, 0, all, START.length, lines.length);
        return all;
    }
}
